//! `sundial serve`: the house answers on an address until it is told to stop.

use std::net::SocketAddr;

use kernel::{Error, RefusalKind, Result};
use tokio::net::TcpListener;

use crate::house::House;
use crate::jobs;

/// Takes the address. Nothing is said to be running before this has worked.
pub async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(listen).await.map_err(|error| {
        let cause = match error.kind() {
            std::io::ErrorKind::AddrInUse => "已有程序在这个地址上".to_owned(),
            std::io::ErrorKind::AddrNotAvailable => "这台机器没有这个地址".to_owned(),
            std::io::ErrorKind::PermissionDenied => "没有使用这个端口的权限".to_owned(),
            _ => error.to_string(),
        };
        Error::refuse(
            RefusalKind::Unavailable,
            "address-taken",
            format!("地址 {listen} 不能使用：{cause}。"),
            "请换一个端口，例如 --listen 127.0.0.1:8081。",
        )
    })
}

/// Serves until the process is asked to end; requests under way are finished.
pub async fn serve(house: House, listener: TcpListener) -> Result<()> {
    let jobs = jobs::start(&house.app);
    let routes = face::router(house.app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, routes)
        .with_graceful_shutdown(asked_to_stop())
        .await?;
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
