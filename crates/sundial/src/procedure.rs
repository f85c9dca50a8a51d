//! `sundial procedure`: definitions checked, drawn and explained; cases worked out again.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::procedure::{Definition, draw_svg, explain, replay, shipped};
use clap::Subcommand;
use kernel::{Error, RefusalKind, Result};

/// What is to be done with a definition.
#[derive(Subcommand, Clone, Debug)]
pub enum Verb {
    /// 检查流程定义能否成立，列出全部问题
    Check {
        /// 随附流程的代号，或者流程定义文件（TOML）
        #[arg(required = true, value_name = "CODE|FILE")]
        what: Vec<String>,
    },
    /// 画出流程图（SVG）
    Draw {
        /// 随附流程的代号，或者流程定义文件
        #[arg(value_name = "CODE|FILE")]
        what: String,
        /// 写入这个文件；不写则输出到屏幕
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 用文字说明流程：每一步谁能做什么、时限怎样算
    Explain {
        /// 随附流程的代号，或者流程定义文件
        #[arg(value_name = "CODE|FILE")]
        what: String,
    },
    /// 按记录重演一个事项，算出它在哪一步、各时限怎样算出
    Replay {
        /// 输入文件（JSON）；写 - 则从标准输入读取
        #[arg(value_name = "FILE", required_unless_present = "schema")]
        file: Option<PathBuf>,
        /// 只输出输入、输出格式的 JSON Schema
        #[arg(long)]
        schema: bool,
    },
    /// 列出随附的流程
    List,
}

/// Runs the verb. Findings go to the screen; a definition that does not hold is exit code 1.
pub async fn run(verb: Verb) -> Result<ExitCode> {
    match verb {
        Verb::Check { what } => return check(&what),
        Verb::Draw { what, out } => draw(&what, out.as_deref())?,
        Verb::Explain { what } => say!("{}", explain(&definition(&what)?)),
        Verb::Replay { schema: true, .. } => say!("{:#}", replay::schema()),
        Verb::Replay { file, .. } => say!("{}", replayed(&file.unwrap_or_else(|| "-".into()))?),
        Verb::List => {
            for (code, source) in shipped() {
                let name = Definition::parse(source)
                    .map(|it| it.name().to_owned())
                    .unwrap_or_default();
                say!("{code}  {name}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(all: &[String]) -> Result<ExitCode> {
    let mut good = true;
    for what in all {
        match Definition::parse(&source(what)?) {
            Ok(it) => say!(
                "{}：成立。{}（{} 第{}版），{}个环节、{}个动作、{}个时限。",
                what,
                it.name(),
                it.code(),
                it.version(),
                it.places().len(),
                it.moves().len(),
                it.clocks().len()
            ),
            Err(problems) => {
                good = false;
                say!("{}：不成立，有{}个问题：\n{problems}", what, problems.0.len());
            }
        }
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn draw(what: &str, out: Option<&Path>) -> Result<()> {
    let svg = draw_svg(&definition(what)?);
    match out {
        Some(out) => {
            std::fs::write(out, svg).map_err(|error| {
                refuse(
                    format!("无法写入 {}：{error}。", out.display()),
                    "请换一个有写权限的位置。",
                )
            })?;
            say!("已画好：{}", out.display());
        }
        None => say!("{svg}"),
    }
    Ok(())
}

fn definition(what: &str) -> Result<Definition> {
    Definition::parse(&source(what)?).map_err(|problems| refuse(format!("流程定义不成立：\n{problems}"), ""))
}

/// The text of a shipped procedure, or of a file.
fn source(what: &str) -> Result<String> {
    match shipped().find(|(code, _)| *code == what) {
        Some((_, source)) => Ok(source.to_owned()),
        None if Path::new(what).exists() => text_of(Path::new(what)),
        None => {
            let known: Vec<_> = shipped().map(|(code, _)| code).collect();
            Err(refuse(
                format!("没有代号为“{what}”的流程，也没有这个文件。"),
                format!("随附的流程有：{}。", known.join("、")),
            ))
        }
    }
}

fn replayed(file: &Path) -> Result<String> {
    let input = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|error| refuse(format!("读不到标准输入：{error}。"), ""))?;
        text
    } else {
        text_of(file)?
    };
    replay::run_json(&input)
        .map_err(|sentence| refuse(sentence, "\n输入的格式见 sundial procedure replay --schema。"))
}

fn text_of(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        let cause = match error.kind() {
            std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
            std::io::ErrorKind::InvalidData => "不是 UTF-8 文字".to_owned(),
            std::io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
            _ => error.to_string(),
        };
        refuse(format!("读不到 {}：{cause}。", file.display()), "请核对路径。")
    })
}

fn refuse(sentence: impl Into<String>, onward: impl Into<String>) -> Error {
    Error::refuse(RefusalKind::Invalid, "procedure", sentence, onward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_is_checked_by_its_code() {
        assert_eq!(
            check(&["take-down".to_owned(), "withdrawal".to_owned()]).unwrap(),
            ExitCode::SUCCESS
        );
        let refused = check(&["take-dawn".to_owned()]).unwrap_err().to_string();
        assert!(
            refused.contains("没有代号为“take-dawn”的流程") && refused.contains("take-down"),
            "{refused}"
        );
    }
}
