"""The screens of titles: masthead, sections, links and addresses, and who has which role."""
