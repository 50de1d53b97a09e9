"""Tracking parameters that others add to a shared link: dropped before a URL is parsed.

Social networks, mail programs, search engines and advertising networks add them to say how a
reader came, and scripts add some to bypass caches. None of them changes a page.
`deploy/nginx.conf` has the same list, for its cache.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote_plus

PREFIXES = (
    "utm_", "mc_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "_hs", "__hs", "at_", "ns_", "trk",
    "gad_", "fb_", "itm_", "elq", "bsft_", "pf_rd_", "_branch_", "_x_tr_", "__cf_chl_", "guce_",
    "sms_", "wt_mc", "wt.", "stm_", "dm_",
)  # fmt: skip
"""Prefixes of the names, in lower case: Google Analytics, Mailchimp, Matomo, …"""

NAMES = frozenset(
    {
        # Search engines and advertising
        "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid", "_ga", "_gl", "_gac",
        "_gcl", "gs_l", "ved", "usqp", "msclkid", "cvid", "ocid", "yclid", "ymclid", "ysclid",
        "_openstat", "rb_clickid", "clickid", "irclickid", "irgwc", "cjevent", "awc", "tblci",
        "dicbo", "obclid", "ef_id", "s_kwcid", "s_cid", "cmpid", "int_cmp", "xtor", "spm", "scm",
        # Social networks and messengers
        "fbclid", "igshid", "igsh", "mibextid", "sfnsn", "twclid", "ref_src", "ref_url",
        "__twitter_impression", "ttclid", "tt_medium", "tt_content", "li_fat_id", "rdt_cid",
        "share_id", "share", "si", "epik", "sccid", "wickedid", "unicorn_click_id", "soc_src",
        "soc_trk", "guccounter", "feature", "ref",
        # Newsletters
        "_kx", "_ke", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "vero_conv",
        "ss_email_id", "ss_source", "ss_campaign_id", "ml_subscriber", "ml_subscriber_hash",
        "ck_subscriber_id", "_bhlid", "bbeml", "emci", "emdi", "ceid", "vgo_ee", "__s",
        "omnisendcontactid", "sendgrid_id", "smid", "mbid", "esid", "ncid", "cndid", "ito",
        "nb_placement", "ck_email", "inf_contact_key",
        # Cache busters
        "v", "_", "cb", "cachebust", "cachebuster", "cache_bust", "nocache", "no_cache",
    }
)  # fmt: skip
"""Full names, in lower case."""


def is_tracker(name: str) -> bool:
    """Whether a parameter of this name, in any case, is a tracker."""
    lower = name.lower()
    return lower in NAMES or lower.startswith(PREFIXES)


@lru_cache(maxsize=1024)
def without_trackers(query: str) -> str:
    """A query without its trackers; the rest is unchanged."""
    parts = query.split("&")
    kept = [part for part in parts if not is_tracker(unquote_plus(part.partition("=")[0]))]
    return query if len(kept) == len(parts) else "&".join(kept)
