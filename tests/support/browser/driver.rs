//! The program between the tests and Chromium.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A chromedriver on a port that it chose itself.
pub(super) struct Driver {
    process: Child,
    /// Where it listens, on this machine alone.
    pub(super) port: u16,
}

impl Driver {
    /// `None` where it is not installed or does not come up.
    pub(super) fn start() -> Option<Driver> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(process.stdout.take().expect("piped above")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.strip_suffix('.')?
                .rsplit_once("successfully on port ")?
                .1
                .parse()
                .ok()
        });
        // Read on: a full pipe would stop it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let driver = Driver {
            process,
            port: port.unwrap_or_default(),
        };
        (driver.port != 0).then_some(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
