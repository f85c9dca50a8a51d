//! A ledger built in memory, with everything that it would store and serve.

use std::collections::HashMap;

use ledger::{
    Checkpoint, Edge, Leaf, Origin, Resource, SigningKey, TileId, Tiles, encode_bundle, inclusion_proof,
    leaf_hash, tiles_for_inclusion,
};

/// Leaves, stored tiles, edge, signed head and key.
pub struct Built {
    pub leaves: Vec<Vec<u8>>,
    pub stored: HashMap<(u8, u64), Vec<u8>>,
    pub edge: Edge,
    pub note: String,
    pub key: SigningKey,
}

/// A leaf of a case.
pub fn leaf(case_id: i64, seq: i64) -> Leaf {
    Leaf {
        case_id,
        case_number: Some(format!("安城依申请〔2026〕第{case_id}号")),
        seq,
        kind: if seq == 1 { "opened" } else { "moved" }.into(),
        act: (seq > 1).then(|| "extend".into()),
        branch: None,
        procedure: None,
        actor: "p42".into(),
        on_behalf: None,
        recorded_at_us: 1_790_000_000_000_000 + seq,
        effective_on: jiff::civil::date(2026, 9, 21),
        data: None,
        documents: vec![],
        parent: None,
        corrects: None,
    }
}

/// The bytes of `count` leaves: cases of five events each, three cases interleaved.
pub fn leaves(count: usize) -> Vec<Vec<u8>> {
    (0..count as i64)
        .map(|i| leaf(1 + i / 15 * 3 + i % 3, 1 + i % 15 / 3).to_bytes().unwrap())
        .collect()
}

/// The key of these tests.
pub fn key() -> SigningKey {
    SigningKey::from_seed(&Origin::official("county.example.cn/ledger").unwrap(), [7; 32])
}

impl Built {
    pub fn of_size(count: usize) -> Self {
        Self::from(leaves(count))
    }

    pub fn from(leaves: Vec<Vec<u8>>) -> Self {
        Self::signed_by(key(), leaves)
    }

    pub fn signed_by(key: SigningKey, leaves: Vec<Vec<u8>>) -> Self {
        let mut edge = Edge::empty();
        let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
        let writes = edge.append(&hashes);
        let stored = writes
            .into_iter()
            .map(|w| ((w.tile.level(), w.tile.n()), w.bytes))
            .collect();
        let note = sign(&edge, &key);
        Self {
            leaves,
            stored,
            edge,
            note,
            key,
        }
    }

    /// What the server answers.
    pub fn fetch(&self, resource: &Resource) -> Option<Vec<u8>> {
        match resource {
            Resource::Checkpoint => Some(self.note.clone().into_bytes()),
            Resource::Tile(id) => self.tile(id),
            Resource::Entries(id) => {
                let range = id.indices();
                encode_bundle(self.leaves.get(range.start as usize..range.end as usize)?).ok()
            }
        }
    }

    pub fn tile(&self, id: &TileId) -> Option<Vec<u8>> {
        let stored = || {
            id.cut(self.stored.get(&(id.level(), id.n()))?)
                .map(<[u8]>::to_vec)
        };
        self.edge.tile(id).or_else(stored)
    }

    /// These tiles, fetched.
    pub fn tiles(&self, ids: &[TileId]) -> Tiles {
        let mut tiles = Tiles::new();
        for id in ids {
            tiles.insert(*id, &self.tile(id).unwrap()).unwrap();
        }
        tiles
    }

    /// The text of the receipt for a leaf.
    pub fn receipt(&self, index: u64) -> String {
        let size = self.edge.size();
        let tiles = self.tiles(&tiles_for_inclusion(index, size).unwrap());
        let proof = inclusion_proof(index, size, &tiles).unwrap();
        let note = self.note.parse().unwrap();
        ledger::Receipt::new(&note, index, &self.leaves[index as usize], proof)
            .unwrap()
            .to_string()
    }
}

/// The signed head of an edge.
pub fn sign(edge: &Edge, key: &SigningKey) -> String {
    let origin = key.origin().clone();
    let head = Checkpoint {
        origin,
        size: edge.size(),
        root: edge.root(),
        extensions: vec![],
    };
    head.sign(key).unwrap().to_string()
}
