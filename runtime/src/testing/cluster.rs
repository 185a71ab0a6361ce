//! Servers that form a cluster.

use std::time::{Duration, Instant};

use redis::{Connection, RedisResult, Value, cmd};

use super::server::{Builder, Server, StartError};

const SLOTS: u16 = 16_384;
const PATIENCE: Duration = Duration::from_secs(60);

/// A running cluster, whose servers end with this value.
#[derive(Debug)]
pub struct Cluster {
    primaries: Vec<Server>,
    replicas: Vec<Server>,
}

/// A cluster that is still to be started.
#[derive(Clone, Debug, Default)]
#[must_use = "a server runs once it is started"]
pub struct ClusterBuilder {
    server: Builder,
    primaries: u16,
    replicas: u16,
}

impl Cluster {
    /// Starts a cluster of so many primaries, with so many replicas each.
    pub fn start(primaries: u16, replicas: u16) -> Result<Self, StartError> {
        Self::builder(primaries, replicas).start()
    }

    /// For a cluster whose servers have other settings.
    pub fn builder(primaries: u16, replicas: u16) -> ClusterBuilder {
        ClusterBuilder { server: Server::builder().cluster(), primaries, replicas }
    }

    /// The servers that own slots, in the order of their slots.
    pub fn primaries(&self) -> &[Server] {
        &self.primaries
    }

    /// The replicas: first those of the first primary.
    pub fn replicas(&self) -> &[Server] {
        &self.replicas
    }

    /// All of them.
    pub fn servers(&self) -> impl Iterator<Item = &Server> {
        self.primaries.iter().chain(&self.replicas)
    }

    /// Addresses for a client of the cluster.
    pub fn urls(&self) -> Vec<String> {
        self.primaries.iter().map(Server::url).collect()
    }
}

impl ClusterBuilder {
    /// A line of each server's configuration.
    pub fn config(mut self, name: &str, value: &str) -> Self {
        self.server = self.server.config(name, value);
        self
    }

    /// Starts all of them, and waits until each knows all of them.
    pub fn start(self) -> Result<Cluster, StartError> {
        let start = |count: u16| (0..count).map(|_| self.server.clone().start()).collect::<Result<Vec<_>, _>>();
        let cluster = Cluster { primaries: start(self.primaries)?, replicas: start(self.primaries * self.replicas)? };
        self.join(&cluster).map_err(|error| StartError::Failed(format!("the servers form no cluster: {error}")))?;
        Ok(cluster)
    }

    fn join(&self, cluster: &Cluster) -> RedisResult<()> {
        let mut primaries = connect(&cluster.primaries)?;
        let mut replicas = connect(&cluster.replicas)?;
        let count = self.primaries;
        for (index, conn) in (0..).zip(&mut primaries) {
            let slots = (start_of(index, count)..start_of(index + 1, count)).collect::<Vec<_>>();
            cmd("CLUSTER").arg("ADDSLOTS").arg(slots).exec(conn)?;
            cmd("CLUSTER").arg("SET-CONFIG-EPOCH").arg(index + 1).exec(conn)?;
        }
        for server in cluster.servers().skip(1) {
            cmd("CLUSTER").arg("MEET").arg("127.0.0.1").arg(server.port()).exec(&mut primaries[0])?;
        }
        let known = usize::from(count + count * self.replicas);
        wait_for(primaries.iter_mut().chain(&mut replicas), |conn| Ok(nodes(conn)? == known))?;
        for (conn, primary) in replicas.iter_mut().zip((0..count).flat_map(|n| vec![n; self.replicas.into()])) {
            let id: String = cmd("CLUSTER").arg("MYID").query(&mut primaries[usize::from(primary)])?;
            cmd("CLUSTER").arg("REPLICATE").arg(id).exec(conn)?;
        }
        wait_for(&mut replicas, |conn| Ok(info(conn, "REPLICATION")?.contains("master_link_status:up")))?;
        let all_replicas = usize::from(count * self.replicas);
        wait_for(primaries.iter_mut().chain(&mut replicas), |conn| {
            // From, to, the primary, and the replicas.
            let slots: Vec<Vec<Value>> = cmd("CLUSTER").arg("SLOTS").query(conn)?;
            let listed: usize = slots.iter().map(|range| range.len().saturating_sub(3)).sum();
            let state: String = cmd("CLUSTER").arg("INFO").query(conn)?;
            Ok(listed == all_replicas && state.contains("cluster_state:ok"))
        })
    }
}

/// The first slot of a primary.
fn start_of(index: u16, primaries: u16) -> u16 {
    let start = u32::from(SLOTS) * u32::from(index) / u32::from(primaries.max(1));
    u16::try_from(start).unwrap_or(SLOTS)
}

fn connect(servers: &[Server]) -> RedisResult<Vec<Connection>> {
    servers.iter().map(|server| server.client().get_connection()).collect()
}

fn nodes(conn: &mut Connection) -> RedisResult<usize> {
    let nodes: String = cmd("CLUSTER").arg("NODES").query(conn)?;
    Ok(nodes.lines().filter(|line| !line.contains("handshake")).count())
}

fn info(conn: &mut Connection, section: &str) -> RedisResult<String> {
    cmd("INFO").arg(section).query(conn)
}

fn wait_for<'a>(
    servers: impl IntoIterator<Item = &'a mut Connection>,
    ready: impl Fn(&mut Connection) -> RedisResult<bool>,
) -> RedisResult<()> {
    let started = Instant::now();
    for conn in servers {
        while !ready(conn)? {
            if started.elapsed() > PATIENCE {
                return Err((redis::ErrorKind::Io, "the servers don't find each other").into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    Ok(())
}
