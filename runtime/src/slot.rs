//! Which of a cluster's slots a key belongs to.

/// The key's slot: CRC16 (XMODEM) of the key, or of what stands in its first braces, if anything does.
/// <https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>
pub(crate) fn slot(key: &[u8]) -> u16 {
    crc16(tag(key).unwrap_or(key)) % 16_384
}

/// The first two keys that don't share a slot.
pub(crate) fn crossing<'a>(keys: impl IntoIterator<Item = &'a [u8]>) -> Option<(&'a [u8], &'a [u8])> {
    let mut keys = keys.into_iter();
    let first = keys.next()?;
    keys.find(|key| slot(key) != slot(first)).map(|other| (first, other))
}

pub(crate) fn tag(key: &[u8]) -> Option<&[u8]> {
    // Most have none, and this is the fast way to see it.
    if !key.contains(&b'{') {
        return None;
    }
    let start = key.iter().position(|&byte| byte == b'{')? + 1;
    let length = key[start..].iter().position(|&byte| byte == b'}')?;
    (length > 0).then(|| &key[start..start + length])
}

/// Four bytes at a time, then one by one.
fn crc16(bytes: &[u8]) -> u16 {
    let (words, rest) = bytes.as_chunks::<4>();
    let crc = words.iter().fold(0u16, |crc, &[a, b, c, d]| {
        let [high, low] = crc.to_be_bytes();
        let added = |behind: usize, byte: u8| TABLES[behind][usize::from(byte)];
        added(3, high ^ a) ^ added(2, low ^ b) ^ added(1, c) ^ added(0, d)
    });
    rest.iter().fold(crc, |crc, &byte| (crc << 8) ^ TABLES[0][usize::from(crc >> 8) ^ usize::from(byte)])
}

/// What each byte adds, by how many bytes stand behind it.
static TABLES: [[u16; 256]; 4] = {
    let mut tables = [[0; 256]; 4];
    let mut behind = 0;
    while behind < 4 {
        let mut byte: u16 = 0;
        while byte < 256 {
            let mut crc = if behind == 0 { byte << 8 } else { tables[behind - 1][byte as usize] };
            let mut bit = 0;
            while bit < 8 {
                crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
                bit += 1;
            }
            tables[behind][byte as usize] = crc;
            byte += 1;
        }
        behind += 1;
    }
    tables
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_the_servers() {
        // `CLUSTER KEYSLOT` says so.
        for (key, expected) in [
            ("foo", 12_182),
            ("bar", 5_061),
            ("", 0),
            ("123456789", 12_739),
            ("{foo}x", 12_182),
            ("x{foo}{bar}", 12_182),
        ] {
            assert_eq!(slot(key.as_bytes()), expected, "{key:?}");
        }
        assert_eq!(slot(b"{}foo"), crc16(b"{}foo") % 16_384);
        assert_eq!(slot(b"{foo"), crc16(b"{foo") % 16_384);
        assert_eq!(slot(b"foo{{bar}}zap"), slot(b"{bar"));
    }

    #[test]
    fn the_first_crossing_is_found() {
        let keys = [&b"{a}1"[..], b"{a}2", b"{b}1", b"{c}1"];
        assert_eq!(crossing(keys), Some((keys[0], keys[2])));
        assert_eq!(crossing([&b"{a}1"[..], b"{a}2"]), None);
        assert_eq!(crossing([&b"a"[..]]), None);
        assert_eq!(crossing([]), None);
    }
}
