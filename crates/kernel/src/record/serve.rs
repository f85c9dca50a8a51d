//! What is served under `/ledger/`, and the proof that goes into a receipt.

use ledger::{
    BundleId, Edge, Note, Receipt, TileId, Tiles, encode_bundle, inclusion_proof, tiles_for_inclusion,
};

use super::store;
use crate::db::Conn;
use crate::error::{Fault, Result};

/// The newest signed checkpoint.
pub async fn checkpoint(conn: &mut Conn) -> Result<Option<String>> {
    Ok(store::last_checkpoint(conn).await?.map(|(_, note)| note))
}

/// How many leaves are numbered.
pub async fn head_size(conn: &mut Conn) -> Result<i64> {
    Ok(store::head(conn).await?.map_or(0, |(size, _)| size))
}

/// The tile's bytes; none when the tree is not that large.
///
/// A tile that is still growing is the beginning of what it will be, so any narrower width of it is
/// served from what there is now.
pub async fn tile(conn: &mut Conn, id: &TileId) -> Result<Option<Vec<u8>>> {
    if let Some(whole) = store::tile(conn, i64::from(id.level()), id.n() as i64).await? {
        return Ok(id.cut(&whole).map(<[u8]>::to_vec));
    }
    let Some((_, edge)) = store::head(conn).await? else {
        return Ok(None);
    };
    Ok(Edge::from_bytes(&edge).map_err(Fault::new)?.tile(id))
}

/// A bundle of leaves; none when the tree is not that large.
pub async fn bundle(conn: &mut Conn, id: &BundleId) -> Result<Option<Vec<u8>>> {
    let (from, to) = (id.indices().start as i64, id.indices().end as i64);
    let leaves = store::leaves(conn, from, to).await?;
    if leaves.len() as i64 != to - from {
        return Ok(None);
    }
    Ok(Some(encode_bundle(&leaves).map_err(Fault::new)?))
}

/// The receipt of one event under the newest signed checkpoint; none until that covers it.
pub async fn proof(conn: &mut Conn, case_id: i64, seq: i64) -> Result<Option<Receipt>> {
    let Some((leaf, Some(index))) = store::leaf(conn, case_id, seq).await? else {
        return Ok(None);
    };
    let Some((size, note)) = store::last_checkpoint(conn).await? else {
        return Ok(None);
    };
    if index >= size {
        return Ok(None);
    }
    let (index, size) = (index as u64, size as u64);
    let tiles = collect(conn, tiles_for_inclusion(index, size).map_err(Fault::new)?).await?;
    let path = inclusion_proof(index, size, &tiles).map_err(Fault::new)?;
    Ok(Some(
        Receipt::new(&note.parse::<Note>().map_err(Fault::new)?, index, &leaf, path).map_err(Fault::new)?,
    ))
}

/// The named tiles, from rows and from the right edge.
pub(super) async fn collect(conn: &mut Conn, ids: Vec<TileId>) -> Result<Tiles> {
    let mut tiles = Tiles::new();
    for id in ids {
        let bytes = tile(conn, &id)
            .await?
            .ok_or_else(|| Fault::new(format!("the ledger lacks {id}")))?;
        tiles.insert(id, &bytes).map_err(Fault::new)?;
    }
    Ok(tiles)
}
