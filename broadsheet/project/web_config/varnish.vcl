vcl 4.1;
# Varnish 6 or newer before the readers' site.
# Printed for this newsroom by `broadsheet web-config varnish`.
# Set PURGE_HTTP to this Varnish's own address, so that the press tells it what changed.

import std;

backend readers {
    .host = "{{ backend.host }}";
    .port = "{{ backend.port }}";
    .probe = {
        .url = "{{ backend.probe }}";
        .expected_response = {{ backend.probe_status }};
        .interval = 5s;
        .timeout = 2s;
        .window = 5;
        .threshold = 2;
        .initial = 2;
    }
}

# The newsroom's web process, which answers what is live: the comments that readers send.
backend live {
    .host = "127.0.0.1";
    .port = "{{ web_port }}";
    .connect_timeout = 5s;
    .first_byte_timeout = {{ live.seconds }}s;
}

# Who may purge: the machines on which the press runs.
acl broadsheet_press {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    set req.http.Host = std.tolower(regsub(req.http.Host, ":\d+$", ""));
    if (req.url ~ "^{{ live.prefix }}") {
        if (req.method != "GET" && req.method != "HEAD" && req.method != "POST") {
            return (synth(405, "Comments take GET, HEAD and POST."));
        }
        if (std.integer(req.http.Content-Length, 0) > {{ live.largest }}) {
            return (synth(413, "This is far more text than a comment can hold."));
        }
        unset req.http.Cookie;
        unset req.http.Authorization;
        set req.http.X-Forwarded-For = client.ip;
        set req.http.Host = "localhost";
        set req.backend_hint = live;
        return (pass);
    }
    # The site is files: a query changes nothing, and would keep copies from being purged.
    set req.url = regsub(req.url, "\?.*$", "");
    if (req.method == "PURGE") {
        if (client.ip !~ broadsheet_press) {
            return (synth(405, "Only the press may purge."));
        }
        return (purge);
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (synth(405, "This site is read with GET and HEAD."));
    }
    unset req.http.Cookie;
    unset req.http.Authorization;
    # An old copy is better than none while nothing answers behind; a purged one is gone for good.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
{% if bucket %}
    if (req.url ~ "/\.|^/_press/|\.(br|gz)$|(^|/)(404|410)\.html$") {
        return (synth(404));
    }
    if (req.url ~ "^(.*/)index\.html$") {
        set req.http.X-Broadsheet-To = regsub(req.url, "index\.html$", "");
        return (synth(301));
    }
    if (req.url ~ "/[^/.]+$") {
        set req.http.X-Broadsheet-To = req.url + "/";
        return (synth(301));
    }
{% endif %}
    return (hash);
}

{% if bucket %}
sub vcl_backend_fetch {
    if (bereq.url ~ "^{{ live.prefix }}") {
        return (fetch);
    }
{% for site in sites %}
{% if site.edition %}
    if (bereq.http.Host == "{{ site.host }}" && bereq.url !~ "^/(assets|pictures)/|^/robots\.txt$") {
        set bereq.url = "/{{ site.edition }}" + bereq.url;
    }
{% endif %}
{% endfor %}
    set bereq.url = regsub("{{ bucket }}/public" + bereq.url, "/$", "/index.html");
    set bereq.http.Host = "{{ backend.name }}";
}

{% endif %}
sub vcl_backend_response {
    if (bereq.url ~ "^{{ live.prefix }}") {
        unset beresp.http.Set-Cookie;
        set beresp.uncacheable = true;
        return (deliver);
    }
    unset beresp.http.Set-Cookie;
{% if bucket %}
    if (beresp.status == 403) {
        set beresp.status = 404; # A bucket that may not be listed says so of what it lacks.
    }
    if (beresp.http.x-amz-meta-broadsheet-location) {
        set beresp.http.Location = beresp.http.x-amz-meta-broadsheet-location;
{% for site in sites %}
{% if site.edition %}
        if (bereq.url ~ "^{{ bucket }}/public/{{ site.edition }}/") {
            set beresp.http.X-Broadsheet-Edition = "/{{ site.edition }}";
        }
{% endif %}
{% endfor %}
    }
    if (beresp.http.x-amz-meta-broadsheet-status) {
        set beresp.status = std.integer(beresp.http.x-amz-meta-broadsheet-status, 200);
    }
    set beresp.do_gzip = beresp.http.Content-Type ~ "text|xml|json|javascript|svg";
    unset beresp.http.x-amz-meta-broadsheet-status;
    unset beresp.http.x-amz-meta-broadsheet-location;
    unset beresp.http.x-amz-id-2;
    unset beresp.http.x-amz-request-id;
    unset beresp.http.x-amz-version-id;
    unset beresp.http.x-amz-server-side-encryption;
    unset beresp.http.Server;
{% endif %}
    if (beresp.status >= 500) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    # Purges keep copies true; the time bounds what a purge that never arrives can cost.
    if (beresp.status == 404) {
        set beresp.ttl = 5s;
    } elsif (bereq.url !~ "/(assets|pictures)/") {
        set beresp.ttl = 10m;
    }
    set beresp.grace = 1h;
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (req.url ~ "^{{ live.prefix }}") {
        return (deliver);
    }
{% if bucket %}
    # On a host of its own an edition goes without its code.
    if (resp.http.X-Broadsheet-Edition) {
{% for site in sites %}
{% if site.edition %}
        if (req.http.Host == "{{ site.host }}" && resp.http.X-Broadsheet-Edition == "/{{ site.edition }}") {
            set resp.http.Location = regsub(resp.http.Location, "^/{{ site.edition }}/", "/");
        }
{% endif %}
{% endfor %}
        unset resp.http.X-Broadsheet-Edition;
    }
    set resp.http.X-Content-Type-Options = "nosniff";
    if (req.url ~ "\.svg$") {
        set resp.http.Content-Security-Policy = "{{ headers.DRAWING_POLICY }}";
    } elsif (req.url ~ "(/|\.html)$") {
        set resp.http.Content-Security-Policy = "{{ headers.PAGE_POLICY }}";
        set resp.http.Referrer-Policy = "{{ headers.REFERRER_POLICY }}";
        set resp.http.Permissions-Policy = "{{ headers.NO_SENSORS }}";
    }
{% endif %}
}

sub vcl_synth {
    if (resp.status == 301) {
        set resp.http.Location = req.http.X-Broadsheet-To;
        set resp.reason = "Moved Permanently";
    }
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.Cache-Control = "no-cache";
    synthetic(resp.reason);
    return (deliver);
}
