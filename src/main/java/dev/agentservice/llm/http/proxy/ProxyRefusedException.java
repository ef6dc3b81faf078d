package dev.agentservice.llm.http.proxy;

import java.net.ConnectException;

/**
 * The proxy opened no tunnel to the provider. Nothing of the request has left.
 */
public final class ProxyRefusedException extends ConnectException {

	private static final long serialVersionUID = 1L;

	private final int status;

	public ProxyRefusedException(int status) {
		super("the proxy refused with status " + status);
		this.status = status;
	}

	/** The status the proxy answered with. */
	public int status() {
		return this.status;
	}

}
