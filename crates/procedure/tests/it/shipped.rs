//! What comes with the program is proved, and its codes are its names.

use procedure::{Definition, shipped};

#[test]
fn every_shipped_definition_is_proved() {
    let mut count = 0;
    for (code, toml) in shipped() {
        let definition = Definition::parse(toml).unwrap_or_else(|problems| panic!("{code}:\n{problems}"));
        assert_eq!(definition.code(), code);
        count += 1;
    }
    assert_eq!(count, 21);
}

/// Writes the flowcharts where the environment asks for them, for looking at.
#[test]
fn every_definition_can_be_drawn() {
    for (code, toml) in crate::given::sources() {
        let definition = Definition::parse(toml).unwrap_or_else(|problems| panic!("{code}:\n{problems}"));
        let svg = procedure::draw_svg(&definition);
        for place in definition.places() {
            let start: String = place.label.chars().take(4).collect();
            assert!(svg.contains(&start), "{code}: {} is not drawn", place.code);
        }
        if let Ok(folder) = std::env::var("SUNDIAL_DRAWINGS") {
            std::fs::write(format!("{folder}/{code}.svg"), &svg).expect("written");
        }
    }
}
