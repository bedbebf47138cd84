package io.ondemand2api.media;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Which addresses lie in the public internet. Anything else could be a machine of the operator's own, which strangers
 * must not reach by way of the gateway. What is not known to be public is not.
 */
final class PublicAddresses {

    /** IPv4's special-purpose blocks (IANA's registry): address, length of prefix. */
    private static final int[][] PRIVATE_V4 = {
        {0x00000000, 8}, // this network
        {0x0a000000, 8}, // private
        {0x64400000, 10}, // carrier-grade NAT
        {0x7f000000, 8}, // loopback
        {0xa9fe0000, 16}, // link-local, where clouds keep their credentials
        {0xac100000, 12}, // private
        {0xc0000000, 24}, // protocol assignments
        {0xc0000200, 24}, // documentation
        {0xc0586300, 24}, // relays of 6to4
        {0xc0a80000, 16}, // private
        {0xc6120000, 15}, // benchmarks
        {0xc6336400, 24}, // documentation
        {0xcb007100, 24}, // documentation
        {0xe0000000, 4}, // multicast
        {0xf0000000, 4}, // reserved, broadcast
    };

    private PublicAddresses() {}

    static boolean includes(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? publicV4(number(bytes)) : publicV6(bytes);
    }

    private static boolean publicV4(int address) {
        for (int[] block : PRIVATE_V4) {
            if ((address ^ block[0]) >>> (32 - block[1]) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Only global unicast, 2000::/3: that leaves out loopback, link-local, unique local, multicast and every form that
     * holds an IPv4 address (mapped, compatible, NAT64); and of that neither documentation nor tunnels.
     */
    private static boolean publicV6(byte[] bytes) {
        int start = number(bytes);
        boolean globalUnicast = start >>> 29 == 1;
        boolean assignmentsOrTeredo = start >>> 9 == 0x20010000 >>> 9;
        boolean documentation = start == 0x20010db8 || start >>> 12 == 0x3fff0000 >>> 12;
        boolean sixToFour = start >>> 16 == 0x2002;
        return globalUnicast && !assignmentsOrTeredo && !documentation && !sixToFour;
    }

    private static int number(byte[] bytes) {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }
}
