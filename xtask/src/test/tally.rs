//! Counting: reads what cargo and the test programs print, line by line.

use std::collections::BTreeMap;
use std::time::Duration;

/// What the run came to.
#[derive(Default)]
pub struct Tally {
    passed: usize,
    failed: usize,
    /// Name and reason. A test that skipped itself was reported as passed by its program.
    skipped: BTreeMap<String, String>,
    failures: Vec<Failure>,
    /// Of whose panic the next lines tell.
    telling: Option<String>,
    programs: usize,
    /// The test program whose result has not come yet.
    open: Option<String>,
    /// The last line that a test program spoke was its result: a stray result is not counted.
    results: usize,
}

/// What failed, and the first words of its panic.
struct Failure {
    name: String,
    program: String,
    said: Vec<String>,
}

/// How much of a panic the report repeats.
const LINES_MAX: usize = 6;
const CHARS_MAX: usize = 400;

impl Tally {
    /// Reads one line of the merged output.
    pub fn read(&mut self, line: &str) {
        let text = line.trim_start();
        self.listen(line);
        if let Some(name) = heading(line) {
            self.close();
            self.programs += 1;
            self.open = Some(name);
        } else if let Some(result) = text.strip_prefix("test result: ") {
            self.result(result);
        } else if let Some(named) = text.strip_prefix("test ") {
            self.one(named);
        }
    }

    /// One test’s own line. `ok` is counted from the result line, which a test’s output cannot tear.
    fn one(&mut self, named: &str) {
        if let Some((name, "FAILED")) = named.split_once(" ... ") {
            let program = self.open.as_deref().unwrap_or_default();
            self.failures.push(Failure {
                name: name.to_owned(),
                program: program.to_owned(),
                said: Vec::new(),
            });
        } else if let Some((name, why)) = named.split_once(" ... ignored") {
            let why = why.trim_start_matches([',', ' ']);
            let why = if why.is_empty() { "ignored" } else { why };
            self.skipped.insert(name.to_owned(), why.to_owned());
        }
    }

    /// What a failed test wrote stands at the end of its program's output, under a heading of its own: whoever has only the
    /// end of a run learns there why it failed.
    fn listen(&mut self, line: &str) {
        if let Some(name) = line
            .strip_prefix("---- ")
            .and_then(|it| it.strip_suffix(" stdout ----"))
        {
            self.telling = Some(name.to_owned());
            return;
        }
        if line.starts_with("note: ") || line == "failures:" || line.starts_with("stack backtrace") {
            self.telling = None;
        }
        let Some(name) = &self.telling else { return };
        let Some(failure) = self.failures.iter_mut().rev().find(|it| it.name == *name) else {
            return;
        };
        let begun = !failure.said.is_empty() || line.starts_with("thread '");
        if begun && !line.is_empty() && failure.said.len() < LINES_MAX {
            failure.said.push(line.chars().take(CHARS_MAX).collect());
        }
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`
    fn result(&mut self, result: &str) {
        let count = |what: &str| {
            let before = result.split(what).next().filter(|it| it.len() < result.len());
            before
                .and_then(|it| it.trim_end().rsplit([' ', '.']).next()?.parse::<usize>().ok())
                .unwrap_or(0)
        };
        self.passed += count(" passed");
        self.failed += count(" failed");
        self.results += 1;
        self.open = None;
    }

    /// A program that ended without a result crashed: that is a failure, whatever it printed before.
    fn close(&mut self) {
        if let Some(name) = self.open.take() {
            self.fail(format!("{name}: ended without a result"));
        }
    }

    /// The stream is over. Cargo’s own verdict counts where the tests show no cause for it.
    pub fn end(&mut self, cargo_passed: bool) {
        self.close();
        if !cargo_passed && self.failed == 0 {
            self.fail("cargo: ended with an error, see above".into());
        }
        if cargo_passed && self.results == 0 {
            self.fail("cargo: ran no test program".into());
        }
    }

    /// A failure that no test reports.
    pub fn fail(&mut self, what: String) {
        self.failed += 1;
        self.failures.push(Failure {
            name: what,
            program: String::new(),
            said: Vec::new(),
        });
    }

    /// Takes the tests that skipped themselves (`name<TAB>why`, one a line) out of the passed ones.
    /// One that failed all the same stays a failure.
    pub fn skip(&mut self, lines: &str) {
        for (name, why) in lines.lines().filter_map(|line| line.split_once('\t')) {
            let failed = self.failures.iter().any(|it| name.ends_with(&it.name));
            if !failed && self.skipped.insert(name.to_owned(), why.to_owned()).is_none() {
                self.passed = self.passed.saturating_sub(1);
            }
        }
    }

    /// True when nothing failed.
    pub fn passed(&self) -> bool {
        self.failed == 0
    }

    /// The closing lines; the last is `N passed, N failed, N skipped`.
    pub fn report(&self, took: Duration) -> String {
        let mut lines = vec![String::new()];
        if !self.skipped.is_empty() {
            lines.push("Skipped:".into());
            lines.extend(self.skipped.iter().map(|(name, why)| format!("  {name}: {why}")));
        }
        if !self.failures.is_empty() {
            lines.push("Failed:".into());
            lines.extend(self.failures.iter().flat_map(Failure::lines));
        }
        let skipped = self.skipped.len();
        lines.push(format!(
            "Total: {} tests in {} programs, {} min {} s",
            self.passed + self.failed + skipped,
            self.programs,
            took.as_secs() / 60,
            took.as_secs() % 60,
        ));
        lines.push(format!(
            "{} passed, {} failed, {skipped} skipped",
            self.passed, self.failed
        ));
        lines.join("\n")
    }
}

impl Failure {
    fn lines(&self) -> Vec<String> {
        let named = match self.program.as_str() {
            "" => format!("  {}", self.name),
            program => format!("  {}  [{program}]", self.name),
        };
        let said = self.said.iter().map(|line| format!("      {line}"));
        [named].into_iter().chain(said).collect()
    }
}

/// `     Running tests/house.rs (target/debug/deps/house-…)` or `   Doc-tests calendar`.
fn heading(line: &str) -> Option<String> {
    if !line.starts_with(' ') {
        return None;
    }
    let text = line.trim_start();
    let name = text
        .strip_prefix("Doc-tests ")
        .map(|name| format!("{name}, examples in documentation"));
    name.or_else(|| {
        let (_, file) = text.strip_prefix("Running ")?.split_once('(')?;
        let file = file.strip_suffix(')')?.rsplit('/').next()?;
        Some(file.rsplit_once('-').map_or(file, |(name, _)| name).to_owned())
    })
}
