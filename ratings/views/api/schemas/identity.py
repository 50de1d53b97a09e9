"""Schema of an authority's identity."""

from __future__ import annotations

from ninja import Field

from ratings.views.api.schemas.base import ADay, Part


class Identity(Part):
    """Names, codes and dates of existence."""

    slug: str
    name: str
    gss_code: str = Field(description="ONS code of today, or of its last day.")
    la_code: str = Field(description="DfE code, three digits.")
    ofsted_urn: str | None
    region: str
    authority_type: str
    start_date: ADay | None = Field(description="First day; null: before the record begins.")
    end_date: ADay | None = Field(description="Last day; null: it exists.")
    ofsted_page: str | None = Field(
        description="Its own page at Ofsted, which lists its reports and letters."
    )
