//! How the branches of a block name an office of this house: `o` and its row.

/// The branch member of an office: `o12`.
pub fn as_member(org_id: i64) -> String {
    format!("o{org_id}")
}

/// The office of a branch member; none where the member is no office of this house.
pub fn of_member(member: &str) -> Option<i64> {
    member.strip_prefix('o')?.parse().ok()
}
