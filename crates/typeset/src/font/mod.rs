//! Typefaces: which plays which role, and the way to a rare character.
//!
//! The standard names 仿宋, 小标宋, 黑体 and 楷体. The usual ones are not free: an agency puts the files that it has
//! licensed into a configured folder; where there are none, Noto Serif and Noto Sans CJK SC stand in.

mod face;
mod names;
mod roles;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

pub(crate) use face::Pen;
pub use roles::Role;

use crate::text::Found;
use face::Face;
use names::Named;

/// Where systems keep typefaces.
const SYSTEM: &[&str] = &[
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// The installation's typefaces: a fault that its administrator can mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// Nothing with Chinese characters, in any folder.
    #[error(
        "没有找到可用的中文字体（找过：{}）。请安装软件包fonts-noto-cjk，\
         或者把仿宋、小标宋、宋体、黑体、楷体的字体文件放进配置的字体目录。", folders(.0)
    )]
    None(Vec<PathBuf>),
    /// A file that was there is gone or damaged.
    #[error("字体文件{}不能使用：{why}。请重新安装这个字体。", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system or the parser says.
        why: String,
    },
    /// The typeface's own licence bits forbid what PDF/A requires.
    #[error("字体“{0}”的许可不允许嵌入文件，不能用来生成版式文件；请换用允许嵌入的字体。")]
    Restricted(String),
}

/// Typefaces by role. Made once; files are read when a letter first needs them, and then kept.
pub struct Fonts {
    faces: Vec<Kept>,
    /// For each role the indexes of its typefaces, best first.
    chains: Vec<Vec<usize>>,
}

/// A typeface that was found, and once needed, read.
struct Kept {
    named: Named,
    file: Arc<OnceLock<Result<Arc<Vec<u8>>, String>>>,
    face: OnceLock<Result<Face, FontError>>,
}

impl Fonts {
    /// Looks through the configured folders, then through the system's. Only names are read.
    ///
    /// # Errors
    ///
    /// [`FontError::None`] if there is no Chinese typeface at all.
    pub fn find(dirs: &[PathBuf]) -> Result<Fonts, FontError> {
        let all: Vec<PathBuf> = dirs
            .iter()
            .cloned()
            .chain(SYSTEM.iter().map(PathBuf::from))
            .collect();
        Self::find_only(&all)
    }

    /// Looks through these folders and no others.
    ///
    /// # Errors
    ///
    /// As [`Fonts::find`].
    pub fn find_only(dirs: &[PathBuf]) -> Result<Fonts, FontError> {
        let named: Vec<Vec<Named>> = dirs.iter().map(|dir| names::scan(dir)).collect();
        let mut fonts = Fonts {
            faces: Vec::new(),
            chains: Vec::new(),
        };
        for role in Role::ALL {
            let chain = roles::chain(role, &named);
            if chain.is_empty() {
                return Err(FontError::None(dirs.to_vec()));
            }
            let chain = chain.into_iter().map(|it| fonts.keep(it)).collect();
            fonts.chains.push(chain);
        }
        Ok(fonts)
    }

    /// The name of the typeface that plays a role, for the administrator to see.
    pub fn chosen(&self, role: Role) -> &str {
        &self.faces[self.chains[role as usize][0]].named.family
    }

    /// The file of the typeface that plays a role, and which face of a collection it is: to stand in where
    /// somebody else's file lacks its own.
    ///
    /// # Errors
    ///
    /// [`FontError::Unreadable`]
    pub fn file(&self, role: Role) -> Result<(Arc<Vec<u8>>, u32), FontError> {
        let kept = &self.faces[self.chains[role as usize][0]];
        Ok((kept.bytes()?, kept.named.index))
    }

    /// The glyph of a character, or of a character with its variation selector. `None` where no typeface
    /// has it.
    pub(crate) fn glyph(
        &self,
        role: Role,
        c: char,
        selector: Option<char>,
    ) -> Result<Option<Found>, FontError> {
        for &index in &self.chains[role as usize] {
            if let Some((id, advance)) = self.face(index)?.glyph(c, selector) {
                return Ok(Some((index, id, advance)));
            }
        }
        Ok(None)
    }

    /// A typeface as the PDF writer wants it. Only for indexes that [`Fonts::glyph`] gave.
    pub(crate) fn for_pdf(&self, index: usize) -> Result<krilla::text::Font, FontError> {
        Ok(self.face(index)?.font.clone())
    }

    /// Follows the outline of a glyph that [`Fonts::glyph`] gave.
    pub(crate) fn trace(&self, index: usize, glyph: u32, pen: &mut dyn FnMut(Pen)) -> Result<(), FontError> {
        self.face(index)?.trace(glyph, pen);
        Ok(())
    }

    /// Its name, for messages.
    pub(crate) fn family(&self, index: usize) -> &str {
        &self.faces[index].named.family
    }

    fn face(&self, index: usize) -> Result<&Face, FontError> {
        let kept = &self.faces[index];
        kept.face
            .get_or_init(|| kept.read())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn keep(&mut self, named: &Named) -> usize {
        let same = |it: &Kept| it.named.path == named.path && it.named.index == named.index;
        if let Some(index) = self.faces.iter().position(same) {
            return index;
        }
        let shared = self.faces.iter().find(|it| it.named.path == named.path);
        let file = shared.map_or_else(Default::default, |it| it.file.clone());
        self.faces.push(Kept {
            named: named.clone(),
            file,
            face: OnceLock::new(),
        });
        self.faces.len() - 1
    }
}

impl Kept {
    fn read(&self) -> Result<Face, FontError> {
        let damaged = || self.unreadable("文件已损坏".into());
        Face::of(self.bytes()?, self.named.index).ok_or_else(damaged)
    }

    fn bytes(&self) -> Result<Arc<Vec<u8>>, FontError> {
        let read = || {
            std::fs::read(&self.named.path)
                .map(Arc::new)
                .map_err(|it| it.to_string())
        };
        let bytes = self.file.get_or_init(read).clone();
        bytes.map_err(|why| self.unreadable(why))
    }

    fn unreadable(&self, why: String) -> FontError {
        FontError::Unreadable {
            path: self.named.path.clone(),
            why,
        }
    }
}

fn folders(dirs: &[PathBuf]) -> String {
    dirs.iter()
        .map(|it| it.display().to_string())
        .collect::<Vec<_>>()
        .join("、")
}
