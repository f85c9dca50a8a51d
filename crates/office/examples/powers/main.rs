//! Writes the workbooks of the county's powers, this year's and last year's, with the product's own writer.
//!
//! `cargo run -p office --example powers`

#[path = "../catalogue/source.rs"]
mod source;

mod lists;

use jiff::civil::date;
use office::power::{self, Power};

fn main() -> source::Result<()> {
    let offices = source::offices()?;
    let powers = lists::powers(&source::items(&offices)?)?;
    let name = |code: &str| {
        let office = offices.iter().find(|office| office.code == code);
        office.map_or_else(|| code.to_owned(), |office| office.name.clone())
    };
    let write = |file: &str, powers: &[Power], made_on| -> source::Result<()> {
        std::fs::write(source::county().join(file), power::write(powers, &name, made_on)?)?;
        println!("{file}: {} powers", powers.len());
        Ok(())
    };
    write("powers.xlsx", &powers.now, date(2026, 9, 1))?;
    write("powers-2025.xlsx", &powers.before, date(2025, 9, 1))
}
