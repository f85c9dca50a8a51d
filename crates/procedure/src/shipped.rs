//! The definitions that come with the program.

const SHIPPED: [(&str, &str); 21] = [
    (
        "publication-review",
        include_str!("../../../data/procedures/publication-review.toml"),
    ),
    (
        "publication-review-three",
        include_str!("../../../data/procedures/publication-review-three.toml"),
    ),
    (
        "legacy-batch",
        include_str!("../../../data/procedures/legacy-batch.toml"),
    ),
    (
        "organisation-register",
        include_str!("../../../data/procedures/organisation-register.toml"),
    ),
    (
        "post-register",
        include_str!("../../../data/procedures/post-register.toml"),
    ),
    ("handover", include_str!("../../../data/procedures/handover.toml")),
    (
        "take-down",
        include_str!("../../../data/procedures/take-down.toml"),
    ),
    (
        "withdrawal",
        include_str!("../../../data/procedures/withdrawal.toml"),
    ),
    (
        "information-request",
        include_str!("../../../data/procedures/information-request.toml"),
    ),
    (
        "administrative-review",
        include_str!("../../../data/procedures/administrative-review.toml"),
    ),
    ("lawsuit", include_str!("../../../data/procedures/lawsuit.toml")),
    (
        "grievance",
        include_str!("../../../data/procedures/grievance.toml"),
    ),
    (
        "proactive-conversion",
        include_str!("../../../data/procedures/proactive-conversion.toml"),
    ),
    (
        "register-import",
        include_str!("../../../data/procedures/register-import.toml"),
    ),
    (
        "catalogue-adjustment",
        include_str!("../../../data/procedures/catalogue-adjustment.toml"),
    ),
    (
        "power-adjustment",
        include_str!("../../../data/procedures/power-adjustment.toml"),
    ),
    (
        "service-immediate",
        include_str!("../../../data/procedures/service-immediate.toml"),
    ),
    (
        "service-promised",
        include_str!("../../../data/procedures/service-promised.toml"),
    ),
    (
        "service-reported",
        include_str!("../../../data/procedures/service-reported.toml"),
    ),
    (
        "service-joint",
        include_str!("../../../data/procedures/service-joint.toml"),
    ),
    (
        "grant-publication",
        include_str!("../../../data/procedures/grant-publication.toml"),
    ),
];

/// Code and TOML of every definition embedded in the program.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHIPPED.into_iter()
}
