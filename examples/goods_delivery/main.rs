//! Packages, depots, vehicles and drivers: typed vertices and edges are written to a graph and
//! read.
//!
//! `cargo run --example goods_delivery` needs no server: it starts an emulator in its own process.
//! With `TG_HOST` and `TG_SECRET` set it uses that server instead.

mod graph;
#[cfg(test)]
mod schema;

use std::collections::BTreeSet;
use std::error::Error;

use graph::{
    CarriedBy, Depot, Driver, Drove, GoodsDelivery, Load, Package, Road, Size, Status, StoredAt,
    Vehicle,
};
use tg_emulator::Emulator;
use tg_runtime::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator;
    let graph = if std::env::var_os("TG_HOST").is_some() {
        GoodsDelivery::from_env().await?
    } else {
        emulator = Emulator::start().await?;
        println!("started an emulator at {}", emulator.url());
        GoodsDelivery::connect(emulator.url(), emulator.secret()).await?
    };
    let token = graph.get_token().await?;
    let expires = token.expires().map(DateTime::try_from).transpose()?;
    println!("connected: {graph:?}");
    println!(
        "the token is good until {}",
        expires.map_or("further notice".into(), |end| end.to_string())
    );

    graph.create_schema().await?;
    graph.install_queries().await?;
    println!("the schema and the queries are in place");

    write(&graph).await?;
    read(&graph).await?;
    deliver(&graph).await?;
    clear(&graph).await?;
    Ok(())
}

/// Writes everything; data that belongs together is in one request.
async fn write(graph: &GoodsDelivery) -> Result<(), Box<dyn Error>> {
    let depots = [
        Depot { code: "HAM".into(), city: "Hamburg".into(), capacity: 4_000 },
        Depot { code: "LEJ".into(), city: "Leipzig".into(), capacity: 9_000 },
    ];
    let vehicle = Vehicle { plate: "L-TG 42".into(), payload_kg: 1_200.0, trips: 0 };
    let driver = Driver { number: 7, name: "Ada".into() };
    let packages = [
        package("P-1", 2.5, true, &["keep upright"], None),
        package("P-2", 31.0, false, &[], Some("2026-12-01 09:00:00".parse()?)),
        package(
            "P-3",
            24.9,
            true,
            &["keep upright", "keep dry"],
            Some("2026-11-30 17:30:00".parse()?),
        ),
    ];
    let now: DateTime = "2026-11-23 08:00:00".parse()?;

    let report = graph.packages.upsert_many(&packages).await?;
    println!("packages: {report}");

    let mut batch = graph
        .batch()
        .upsert(&depots[0])
        .upsert(&depots[1])
        .upsert(&vehicle)
        .upsert(&driver)
        .edge(&packages[1], &vehicle, &CarriedBy { loaded: now })
        .edge(&driver, &vehicle, &Drove { date: "2026-11-20".parse()?, km: 391 })
        .edge(&driver, &vehicle, &Drove { date: "2026-11-21".parse()?, km: 388 })
        .edge(&depots[0], &depots[1], &Road { km: 395.0 });
    for package in &packages {
        batch = batch.edge(package, &depots[0], &StoredAt { since: now });
    }
    let report = batch.atomic().send().await?;
    println!("the rest, in one atomic request: {report}");
    Ok(())
}

/// Reads the data by id, by filter, and along edges.
async fn read(graph: &GoodsDelivery) -> Result<(), Box<dyn Error>> {
    let package = graph.packages.get("P-1").await?.ok_or("P-1 was just written")?;
    // TigerGraph has no NULL: `due` was left out, so it has the server's default.
    println!("P-1 came back as {package:?}");
    println!("P-9: {:?}", graph.packages.get("P-9").await?);

    let heavy = graph
        .packages
        .find(|p| p.weight_kg.gt(20.0).and(p.fragile.eq(true)))
        .order_by(|p| p.weight_kg.desc())
        .limit(50)
        .await?;
    println!("heavy and fragile: {:?}", heavy.iter().map(|p| &p.id).collect::<Vec<_>>());

    let loads: Vec<Load> = graph.packages.find(|p| p.weight_kg.lt(30.0)).view().await?;
    for Load { id, weight_kg } in loads {
        println!("  {id} weighs {weight_kg} kg; no other attribute was read");
    }

    for depot in graph.depots.all().order_by(|d| d.city.asc()).await? {
        println!("  the depot in {} has room for {}", depot.city, depot.capacity);
    }
    println!("is there a driver 8? {}", graph.drivers.exists(8).await?);

    // queries/depot_report.gsql
    let report = graph.depot_report("HAM").min_weight(20.0).await?;
    for row in &report.heavy {
        println!("  {} weighs {} kg", row.vertex.id, row.vertex.weight_kg);
    }
    println!("  {} packages over 20 kg; mean weights {:?}", report.number, report.mean_weight);

    for record in graph.stored_at.reaching("HAM").await? {
        println!("  HAM holds {} since {}", record.from.key(), record.edge.since);
    }
    for EdgeRecord { to, edge, .. } in graph.drove.of(7).order_by(|d| d.date.asc()).await? {
        println!("  driver 7 drove {} for {} km on {}", to.key(), edge.km, edge.date);
    }
    for record in graph.roads.of("LEJ").await? {
        println!("  a road joins LEJ and {}, {} km", record.to.key(), record.edge.km);
    }
    Ok(())
}

/// Changes single attributes without reading them first.
async fn deliver(graph: &GoodsDelivery) -> Result<(), Box<dyn Error>> {
    graph.vehicles.update("L-TG 42").add(|v| v.trips, 1).max(|v| v.payload_kg, 1_250.0).await?;
    graph.packages.update("P-2").set(|p| p.status, Status::Delivered).await?;
    graph.carried_by.delete("P-2", "L-TG 42").await?;

    println!("the vehicle now: {:?}", graph.vehicles.get("L-TG 42").await?);
    let delivered = graph.packages.find(|p| p.status.eq(Status::Delivered)).count().await?;
    println!("delivered: {delivered} of {}", graph.packages.count().await?);
    Ok(())
}

/// Deletes everything. Edges are deleted with their vertices.
async fn clear(graph: &GoodsDelivery) -> Result<(), Box<dyn Error>> {
    let gone = graph.packages.delete("P-1").await?;
    println!("P-1 deleted: {gone}");
    let fragile = graph.packages.find(|p| p.fragile.eq(true)).delete().await?;
    println!("fragile packages deleted: {fragile}");
    println!("HAM still holds {}", graph.stored_at.reaching("HAM").count().await?);
    Ok(())
}

fn package(
    id: &str,
    weight_kg: f64,
    fragile: bool,
    handling: &[&str],
    due: Option<DateTime>,
) -> Package {
    Package {
        id: id.to_owned(),
        weight_kg,
        fragile,
        handling: handling.iter().map(|&hint| hint.to_owned()).collect::<BTreeSet<_>>(),
        size: Size { width_cm: 40, height_cm: 30, depth_cm: 20 },
        status: if due.is_some() { Status::OnTheWay } else { Status::TakenIn },
        due,
    }
}
