//! Writes the sample letters as PDF and DOCX into a folder, and says how long it took.
//!
//! ```text
//! cargo run --release -p typeset --example letter -- FOLDER [FONT FOLDER…]
//! ```

mod samples;

use std::path::PathBuf;
use std::time::Instant;

use typeset::{Fonts, Role, docx, lay_out, pdf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = args.next().ok_or("usage: letter FOLDER [FONT FOLDER…]")?;
    std::fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let fonts = Fonts::find(&args.collect::<Vec<_>>())?;
    println!("fonts found in {:.1?}", started.elapsed());
    for role in Role::ALL {
        println!("  {role:?}: {}", fonts.chosen(role));
    }
    for (name, letter) in samples::all() {
        // The first time reads the fonts.
        let times = [(); 3].map(|()| {
            let started = Instant::now();
            let bytes = pdf(&letter, &fonts);
            (started.elapsed(), bytes)
        });
        let [(first, bytes), _, (third, _)] = times;
        let bytes = bytes?;
        std::fs::write(folder.join(format!("{name}.pdf")), &bytes)?;
        let started = Instant::now();
        let word = docx(&letter)?;
        println!(
            "{name}: {} pages, pdf {} kB, first {first:.1?}, then {third:.1?}; docx {} kB in {:.1?}; peak memory {}",
            lay_out(&letter, &fonts)?.pages().len(),
            bytes.len() / 1000,
            word.len() / 1000,
            started.elapsed(),
            peak_memory()
        );
        std::fs::write(folder.join(format!("{name}.docx")), word)?;
    }
    Ok(())
}

/// Resident memory at its highest, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmHWM:"));
    line.map_or_else(|| "not known".into(), |it| it["VmHWM:".len()..].trim().to_owned())
}
