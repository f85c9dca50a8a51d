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
    assert_eq!(count, 7);
}
