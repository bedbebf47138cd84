package io.ondemand2api.media;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses of one family.
 *
 * @param address the bytes of its first address
 * @param prefix how many of their bits all its addresses share
 */
record AddressBlock(byte[] address, int prefix) {

    /** @param cidr such as {@code 10.0.0.0/8} or {@code 2000::/3} */
    static AddressBlock of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            // a literal: no name is looked up
            byte[] address = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
            return new AddressBlock(address, Integer.parseInt(cidr.substring(slash + 1)));
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(cidr, noAddress);
        }
    }

    /** False for an address of the other family, too. */
    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (other[whole] ^ address[whole]) >> (8 - rest) == 0;
    }
}
