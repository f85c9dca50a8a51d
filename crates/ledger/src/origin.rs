//! The name of a ledger, the first line of each checkpoint.

use std::fmt;
use std::str::FromStr;

/// The last element of the name of every demo ledger.
const DEMO: &str = "demo";
const LENGTH_MAX: usize = 200;

/// A ledger's name: by custom the address under which it is served, without scheme
/// (`county.example.cn/ledger`). It is also the name of the key that signs
/// ([`tlog-checkpoint`](https://c2sp.org/tlog-checkpoint)).
///
/// A demo has a simulated past. So that nobody ever takes its proofs for proofs of acts that
/// happened, its name ends in `/demo`, and no other name may.
///
/// ```
/// use ledger::Origin;
/// assert_eq!(Origin::demo("county.example.cn/ledger")?.to_string(), "county.example.cn/ledger/demo");
/// assert!(Origin::official("county.example.cn/demo").is_err());
/// # Ok::<(), ledger::OriginError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// The text cannot name a ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Not a plain address without scheme.
    #[error(
        "“{0}”不能作为账本名称：请填写不带 https:// 的地址，如 county.example.cn/ledger，\
         只用字母、数字和 .-_:/，最长 200 字符，首尾不带斜线"
    )]
    Malformed(String),
    /// The name of a demo, for a ledger that is none.
    #[error("“{0}”以 /demo 结尾，这样的名称只供演示账本使用，请换一个名称")]
    Demo(String),
}

impl Origin {
    /// The name of a ledger of real acts; one that ends in `/demo` is refused.
    pub fn official(name: &str) -> Result<Self, OriginError> {
        let origin = Self::parse(name)?;
        if origin.is_demo() {
            Err(OriginError::Demo(origin.0))
        } else {
            Ok(origin)
        }
    }

    /// The name of a demo's ledger: `base` and `/demo`.
    pub fn demo(base: &str) -> Result<Self, OriginError> {
        Self::parse(&format!("{base}/{DEMO}"))
    }

    /// Any ledger's name, as read from a checkpoint or a key.
    pub fn parse(name: &str) -> Result<Self, OriginError> {
        let elements_stand = name.split('/').all(|element| !element.is_empty());
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_:/".contains(c);
        // “Demo” would look like a demo to people and like an official ledger to us.
        let ambiguous = last_element(name).eq_ignore_ascii_case(DEMO) && last_element(name) != DEMO;
        if elements_stand && name.len() <= LENGTH_MAX && name.chars().all(plain) && !ambiguous {
            Ok(Self(name.to_owned()))
        } else {
            Err(OriginError::Malformed(name.to_owned()))
        }
    }

    /// Is its past simulated?
    pub fn is_demo(&self) -> bool {
        last_element(&self.0) == DEMO
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(name: &str) -> Result<Self, OriginError> {
        Self::parse(name)
    }
}

fn last_element(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
