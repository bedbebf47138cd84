package io.ondemand2api.gateway;

public final class Gateway {
    private Gateway() {}

    public static void main(String[] a) throws Exception {
        System.out.println("x");
    }
}
