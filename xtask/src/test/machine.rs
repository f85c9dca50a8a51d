//! What the tests need from the machine, installed with apt where it is missing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A Debian package, and how to see that it is there.
struct Need {
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        package: "chromium",
        is_there: || program("chromium").is_some(),
    },
    Need {
        package: "chromium-driver",
        is_there: || program("chromedriver").is_some(),
    },
    // Without it a screenshot of a Chinese page shows boxes.
    Need {
        package: "fonts-noto-cjk",
        is_there: || Path::new("/usr/share/fonts/opentype/noto").is_dir(),
    },
    // Reads back what letters and released parts say.
    Need {
        package: "poppler-utils",
        is_there: || program("pdftotext").is_some(),
    },
    Need {
        package: "postgresql",
        is_there: || super::postgres::programs().is_some(),
    },
];

/// Installs what is missing. A machine where that cannot be done still runs the other tests: the
/// rest is listed as skipped, by name.
pub fn prepare() {
    let missing: Vec<&str> = NEEDS
        .iter()
        .filter(|need| !(need.is_there)())
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return;
    }
    let list = missing.join(" ");
    println!("xtask: installing {list}");
    if let Err(why) = install(&missing) {
        eprintln!("xtask: {why} Please install {list} yourself; until then their tests are skipped.");
    }
}

fn install(packages: &[&str]) -> Result<(), String> {
    if program("apt-get").is_none() {
        return Err("This machine has no apt-get.".into());
    }
    let sudo = match (is_root(), program("sudo")) {
        (true, _) => false,
        (false, Some(_)) => true,
        (false, None) => return Err("Installing needs root, and there is no sudo.".into()),
    };
    retried(|| apt(sudo, &["update"]))?;
    // One at a time after a failure together: one package that cannot be had takes no other along.
    if retried(|| apt(sudo, &install_args(packages))).is_ok() {
        return Ok(());
    }
    let failed: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| apt(sudo, &install_args(&[package])).is_err())
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("apt-get cannot install {}.", failed.join(" ")))
    }
}

fn install_args<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    ["install", "--yes", "--no-install-recommends"]
        .into_iter()
        .chain(packages.iter().copied())
        .collect()
}

fn apt(sudo: bool, args: &[&str]) -> Result<(), String> {
    let mut command = if sudo {
        Command::new("sudo")
    } else {
        Command::new("env")
    };
    if sudo {
        // Never asks for a password: nobody may be there to type it.
        command.args(["--non-interactive", "env"]);
    }
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=120",
        "--quiet",
    ]);
    match command.args(args).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("apt-get {} ended with {status}.", args[0])),
        Err(error) => Err(format!("apt-get {} cannot be started: {error}.", args[0])),
    }
}

/// Mirrors fail for moments; three tries with growing pauses.
fn retried(mut attempt: impl FnMut() -> Result<(), String>) -> Result<(), String> {
    let mut outcome = attempt();
    for pause_seconds in [5, 20] {
        if outcome.is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_secs(pause_seconds));
        outcome = attempt();
    }
    outcome
}

/// Where the program stands on the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// True for the superuser, whom PostgreSQL refuses to run for.
pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
