//! Sundial: publishes, answers, serves, supervises and proves, for a local government.

/// A line for whoever asked. They may have gone meanwhile (`| head`): then there is nobody to tell, and
/// the work goes on.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod demo;
mod house;
mod import;
mod init;
mod jobs;
mod lock;
mod press;
mod procedure;
mod serve;
mod table;
mod verify;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use kernel::Result;
use kernel::time::Clock;

use house::{House, Settings};

#[derive(Parser)]
#[command(name = "sundial", version, about = "日晷：政务公开与政务服务")]
struct Command {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// 数据目录
    #[arg(long, global = true, default_value = "sundial-data", value_name = "DIR")]
    pub data: PathBuf,
    /// PostgreSQL 地址（postgres://…）；不写则使用数据目录里的 SQLite
    #[arg(
        long,
        global = true,
        env = "SUNDIAL_POSTGRES",
        value_name = "URL",
        hide_env_values = true
    )]
    pub postgres: Option<String>,
}

impl Place {
    /// Settings for the machine's own time.
    pub fn settings(&self) -> Settings {
        Settings {
            data: self.data.clone(),
            postgres: self.postgres.clone(),
            clock: Clock::machine(),
            ledger_name: None,
            demo: false,
            secure_cookies: false,
        }
    }
}

#[derive(Subcommand)]
enum Verb {
    /// 启动服务
    Serve {
        /// 监听地址
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// 网站经由 HTTPS 访问（登录凭证只经加密连接传送）
        #[arg(long)]
        secure_cookies: bool,
    },
    /// 建站：第一个单位、两名管理员、网站身份和账本名称
    Init(init::Ask),
    /// 演示：一个虚构的县和它半年的工作
    Demo(demo::Ask),
    /// 导入旧网站的页面或者结构化数据
    #[command(subcommand)]
    Import(import::Verb),
    /// 核对账本、数据库和已公开的内容，逐条指出被改动的地方
    Verify(verify::Ask),
    /// 检查、画出、说明流程定义，重演事项
    #[command(subcommand)]
    Procedure(procedure::Verb),
    /// 排印文书（由服务自己调用）
    #[command(hide = true)]
    Press(press::Ask),
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,sundial=info")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .init();
    let command = match Command::try_parse() {
        Ok(command) => command,
        Err(error) => return misused(&error),
    };
    match run(command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What is wrong with the command line, in Chinese, and where to read on; help and version as asked.
fn misused(error: &clap::Error) -> ExitCode {
    use clap::error::{ContextKind, ErrorKind};
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let about = |kind| {
        error
            .get(kind)
            .map(|what| format!("“{what}”"))
            .unwrap_or_default()
    };
    let argument = about(ContextKind::InvalidArg);
    eprintln!(
        "{}请运行 sundial --help 或 sundial 命令 --help 查看用法。",
        match error.kind() {
            ErrorKind::MissingRequiredArgument => format!("缺少参数{argument}。"),
            ErrorKind::InvalidSubcommand =>
                format!("没有{}这个命令。", about(ContextKind::InvalidSubcommand)),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand =>
                "没有写明要做什么。".to_owned(),
            ErrorKind::UnknownArgument => format!("不认识参数{argument}。"),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation =>
                format!("参数{argument}的值{}不能使用。", about(ContextKind::InvalidValue)),
            _ => format!("命令写得不对{argument}。"),
        }
    );
    ExitCode::FAILURE
}

async fn run(command: Command) -> Result<ExitCode> {
    let place = command.place;
    match command.verb {
        Verb::Serve {
            listen,
            secure_cookies,
        } => {
            let _lock = lock::take(&place)?;
            let listener = serve::bind(listen).await?;
            let house = House::open(Settings {
                secure_cookies,
                ..place.settings()
            })
            .await?;
            say!("日晷已启动：http://{listen}");
            serve::serve(house, listener).await?;
        }
        Verb::Init(ask) => init::run(ask, &place).await?,
        Verb::Demo(ask) => return demo::run(ask, &place).await,
        Verb::Import(verb) => return import::run(verb, &place).await,
        Verb::Verify(ask) => return verify::run(ask, &place).await,
        Verb::Procedure(verb) => return procedure::run(verb).await,
        Verb::Press(ask) => return press::run(&ask),
    }
    Ok(ExitCode::SUCCESS)
}
