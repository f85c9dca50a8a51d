//! The measuring programs: every example of a crate. What they measured stands in `bench/`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a measuring program stands.
struct Program {
    name: String,
    package: String,
}

/// Without a name lists the programs; with one runs it, optimised, with the further arguments.
pub fn run(root: &Path, args: &[String]) -> bool {
    let programs = programs(root);
    let Some((name, rest)) = args.split_first() else {
        for program in &programs {
            println!("{:<24} ({})", program.name, program.package);
        }
        return true;
    };
    let Some(program) = programs.iter().find(|program| program.name == *name) else {
        eprintln!("There is no measuring program {name}; `cargo xtask bench` lists them.");
        return false;
    };
    Command::new(env!("CARGO"))
        .args([
            "run",
            "--release",
            "--package",
            &program.package,
            "--example",
            name,
            "--",
        ])
        .args(rest)
        .current_dir(root)
        .status()
        .is_ok_and(|status| status.success())
}

fn programs(root: &Path) -> Vec<Program> {
    let mut found = Vec::new();
    for package in names(&root.join("crates")) {
        for example in names(&package.join("examples")) {
            found.push(Program {
                name: stem(&example),
                package: stem(&package),
            });
        }
    }
    found
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
