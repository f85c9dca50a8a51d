//! `sundial serve`: the house answers on an address until it is told to stop.

use std::net::SocketAddr;

use kernel::{Error, RefusalKind, Result};

use crate::house::House;
use crate::jobs;

/// Serves until the process is asked to end; requests under way are finished.
pub async fn serve(house: House, listen: SocketAddr) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(|error| {
        Error::refuse(
            RefusalKind::Unavailable,
            "address-taken",
            format!("地址 {listen} 不能使用：{error}。"),
            "请换一个端口，例如 --listen 127.0.0.1:8081。",
        )
    })?;
    let jobs = jobs::start(&house.app);
    let routes = face::router(house.app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, routes).with_graceful_shutdown(asked_to_stop()).await?;
    for job in jobs {
        job.abort();
    }
    house.app.signer.sign(&house.app.clock).await?;
    house.close().await;
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
