//! Typefaces in folders, by the names that they give themselves. Only tables of names are read.

use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use skrifa::raw::tables::name::Name;
use skrifa::raw::{FontData, FontRead};

/// How deep folders are searched, and how many files are looked at.
const MAX_DEPTH: usize = 6;
const MAX_FILES: usize = 5_000;
/// More faces in a collection, tables in a face or bytes of names than any typeface has.
const MAX_FACES: u32 = 64;
const MAX_TABLES: u16 = 256;
const MAX_NAMES: u32 = 1 << 20;

/// A typeface: a file, and its place in it if the file is a collection.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    pub path: PathBuf,
    pub index: u32,
    /// For people.
    pub family: String,
    /// Families and full names in all languages, folded.
    names: Vec<String>,
    /// Folded: `regular`, `bold`.
    style: String,
}

impl Named {
    /// Whether this typeface has that family (or full name) and style, both folded.
    pub fn goes_by(&self, family: &str, style: &str) -> bool {
        self.style == style && self.names.iter().any(|it| it == family)
    }
}

/// A name without case, blanks and joining marks, which differ from one maker's spelling to the next.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// All typefaces below a folder, in the order of their paths. What cannot be read is left out.
pub(super) fn scan(dir: &Path) -> Vec<Named> {
    let mut files = Vec::new();
    collect(dir, 0, &mut files);
    files.sort();
    files
        .iter()
        .flat_map(|path| faces(path).unwrap_or_default())
        .collect()
}

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for path in entries.flatten().map(|it| it.path()) {
        if files.len() >= MAX_FILES {
            return;
        }
        let extension = path
            .extension()
            .and_then(|it| it.to_str())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if ["ttf", "otf", "ttc", "otc"].contains(&extension.as_str()) {
            files.push(path);
        } else if depth < MAX_DEPTH && path.is_dir() {
            collect(&path, depth + 1, files);
        }
    }
}

fn faces(path: &Path) -> Result<Vec<Named>> {
    let mut file = File::open(path)?;
    let offsets = offsets(&mut file)?;
    let named = offsets.into_iter().enumerate().filter_map(|(index, offset)| {
        let names = name_table(&mut file, offset).ok()??;
        Some(named(
            path,
            index as u32,
            &Name::read(FontData::new(&names)).ok()?,
        ))
    });
    Ok(named.collect())
}

/// Where each face begins: a collection lists them.
fn offsets(file: &mut File) -> Result<Vec<u32>> {
    let mut head = [0; 12];
    file.read_exact(&mut head)?;
    if &head[..4] != b"ttcf" {
        return Ok(vec![0]);
    }
    let mut list = vec![0; 4 * u32_at(&head, 8).min(MAX_FACES) as usize];
    file.read_exact(&mut list)?;
    Ok(list.chunks_exact(4).map(|it| u32_at(it, 0)).collect())
}

fn name_table(file: &mut File, offset: u32) -> Result<Option<Vec<u8>>> {
    let mut head = [0; 12];
    file.seek(SeekFrom::Start(offset.into()))?;
    file.read_exact(&mut head)?;
    let tables = u16::from_be_bytes([head[4], head[5]]).min(MAX_TABLES);
    let mut list = vec![0; 16 * usize::from(tables)];
    file.read_exact(&mut list)?;
    let Some(record) = list.chunks_exact(16).find(|it| &it[..4] == b"name") else {
        return Ok(None);
    };
    let mut names = vec![0; u32_at(record, 12).min(MAX_NAMES) as usize];
    file.seek(SeekFrom::Start(u32_at(record, 8).into()))?;
    file.read_exact(&mut names)?;
    Ok(Some(names))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Name identifiers: 1 and 16 family, 2 and 17 style, 4 full name, 6 PostScript name.
fn named(path: &Path, index: u32, table: &Name) -> Named {
    let texts = |ids: &'static [u16]| {
        let records = table
            .name_record()
            .iter()
            .filter(move |it| ids.contains(&it.name_id().to_u16()));
        let read = records.filter_map(|it| it.string(table.string_data()).ok());
        read.map(|it| it.chars().collect::<String>())
    };
    let family = texts(&[16]).chain(texts(&[1])).next().unwrap_or_default();
    let style = texts(&[17]).chain(texts(&[2])).next().unwrap_or_default();
    let style = match folded(&style).as_str() {
        "" | "normal" | "book" | "常规" | "r" => "regular".into(),
        style => style.to_owned(),
    };
    Named {
        path: path.into(),
        index,
        family,
        names: texts(&[1, 4, 6, 16]).map(|it| folded(&it)).collect(),
        style,
    }
}
