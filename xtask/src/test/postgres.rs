//! A PostgreSQL for this run alone: an empty cluster in the scratch folder, reached through a
//! Unix socket there, so that it meets neither another server nor another run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::machine::{is_root, program};
use super::will::{Will, quoted};

/// Speed before safety: the cluster lives for minutes. 200 connections: the concurrency tests use
/// pools of 32, several at a time.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=200 -c max_parallel_workers_per_gather=0";

/// The folder of the newest server’s programs. Debian keeps them off the search path.
pub fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    newest.or_else(|| Some(program("initdb")?.parent()?.to_path_buf()))
}

/// Makes and starts the cluster; its URL. The will stops it.
pub fn start(scratch: &Path, will: &mut Will) -> Result<String, String> {
    let programs = programs().ok_or("it is not installed.")?;
    let home = scratch.join("postgres");
    std::fs::create_dir(&home).map_err(|error| format!("cannot make {}: {error}.", home.display()))?;
    if is_root() {
        run(Command::new("chown").arg("postgres").arg(&home))?;
    }
    let data = home.join("data");
    run(as_its_user(&programs.join("initdb"))
        .args([
            "--username=sundial",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ])
        .arg(&data)
        .current_dir(&home))?;
    let settings = format!("{SETTINGS} -k {}", quoted(&home.display().to_string()));
    will.add(stop_line(&programs.join("pg_ctl"), &data));
    run(as_its_user(&programs.join("pg_ctl"))
        .args(["start", "--wait", "--timeout=60", "--silent", "--pgdata"])
        .arg(&data)
        .arg("--log")
        .arg(home.join("log"))
        .args(["--options", &settings])
        .current_dir(&home))
    .map_err(|why| {
        format!(
            "{why} {}",
            std::fs::read_to_string(home.join("log")).unwrap_or_default()
        )
    })?;
    Ok(format!(
        "postgres://sundial@localhost/postgres?host={}",
        home.display()
    ))
}

fn as_its_user(program: &Path) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Stops this cluster and no other: pg_ctl reads the process number from the data folder.
fn stop_line(pg_ctl: &Path, data: &Path) -> String {
    let user = if is_root() { "runuser -u postgres -- " } else { "" };
    let [pg_ctl, data] = [pg_ctl, data].map(|path| quoted(&path.display().to_string()));
    format!("(cd / && {user}{pg_ctl} stop --mode=immediate --silent --pgdata {data}) >/dev/null 2>&1")
}

/// Runs quietly; on failure the sentence has what the program said.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    // The server inherits what pg_ctl has: a pipe would stay open and be waited for.
    let said = std::env::temp_dir().join(format!("sundial-test-{}-said", std::process::id()));
    let file =
        std::fs::File::create(&said).map_err(|error| format!("cannot write {}: {error}.", said.display()))?;
    let errors = file.try_clone().map_err(|error| error.to_string())?;
    let outcome = command.stdin(Stdio::null()).stdout(file).stderr(errors).status();
    let text = std::fs::read_to_string(&said).unwrap_or_default();
    let _ = std::fs::remove_file(&said);
    match outcome {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}: {}", text.trim())),
        Err(error) => Err(format!("{name} cannot be started: {error}.")),
    }
}
