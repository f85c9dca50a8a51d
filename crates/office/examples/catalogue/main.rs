//! Writes `fixtures/county/catalogue.xlsx` from the county's item files, with the product's own writer.
//!
//! `cargo run -p office --example catalogue`

mod source;

use jiff::civil::date;
use office::catalogue;

fn main() -> source::Result<()> {
    let offices = source::offices()?;
    let items = source::items(&offices)?;
    let name = |code: &str| {
        let office = offices.iter().find(|office| office.code == code);
        office.map_or_else(|| code.to_owned(), |office| office.name.clone())
    };
    let path = source::county().join("catalogue.xlsx");
    std::fs::write(&path, catalogue::write(&items, &name, date(2026, 9, 1))?)?;
    let full = items.iter().filter(|item| catalogue::score(item) == 10).count();
    println!("{} items, {full} with all ten things public", items.len());
    Ok(())
}
