//! The measuring programs: every `benches/NAME.rs` of a crate, and every `bench/src/bin/NAME.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a measuring program stands.
struct Program {
    name: String,
    package: String,
    is_bench_target: bool,
}

/// Without a name lists the programs; with one runs it, optimised, with the further arguments.
pub fn run(root: &Path, args: &[String]) -> bool {
    let programs = programs(root);
    let Some((name, rest)) = args.split_first() else {
        for program in &programs {
            println!("{:<24} ({})", program.name, program.package);
        }
        if programs.is_empty() {
            println!("There is no measuring program yet: put one into crates/*/benches/ or bench/src/bin/.");
        }
        return true;
    };
    let Some(program) = programs.iter().find(|program| program.name == *name) else {
        eprintln!("There is no measuring program {name}; `cargo xtask bench` lists them.");
        return false;
    };
    let mut cargo = Command::new(env!("CARGO"));
    if program.is_bench_target {
        cargo.args(["bench", "--package", &program.package, "--bench", name]);
    } else {
        cargo.args(["run", "--release", "--package", &program.package, "--bin", name]);
    }
    cargo
        .arg("--")
        .args(rest)
        .current_dir(root)
        .status()
        .is_ok_and(|status| status.success())
}

fn programs(root: &Path) -> Vec<Program> {
    let mut found = Vec::new();
    let crates = names(&root.join("crates"))
        .into_iter()
        .map(|path| (path.join("benches"), true, path));
    let own = root.join("bench");
    for (folder, is_bench_target, package) in crates.chain([(own.join("src/bin"), false, own)]) {
        for file in names(&folder)
            .iter()
            .filter(|file| file.extension().is_some_and(|it| it == "rs"))
        {
            found.push(Program {
                name: stem(file),
                package: stem(&package),
                is_bench_target,
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
