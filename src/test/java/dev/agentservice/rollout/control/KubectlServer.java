package dev.agentservice.rollout.control;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentservice.rollout.cluster.KubectlException;

/**
 * A cluster in memory behind a program of the name {@code kubectl}, for processes.
 */
public final class KubectlServer implements AutoCloseable {

	private final FakeCluster cluster;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Path program;

	/** Sees each call after it took effect, before it is answered. */
	volatile Consumer<String> before = (_) -> {
	};

	/** Puts the program into a directory. */
	public KubectlServer(FakeCluster cluster, Path directory) throws IOException {
		this.cluster = cluster;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
		this.program = Files.writeString(directory.resolve("kubectl"), """
				#!/bin/sh
				# Sends its arguments and its input, and prints the answer; a status other than 200 is a failure.
				answer=$({ printf '%%s\\0' "$@"; printf '\\1'; case " $* " in *' --filename '*) cat ;; esac; } |
					curl -sS --noproxy '*' --data-binary @- -w '%%{http_code}' http://127.0.0.1:%d/)
				text=${answer%%%%???}
				[ "${answer#"$text"}" = 200 ] && printf '%%s' "$text" && exit 0
				printf '%%s' "$text" >&2
				exit 1
				""".formatted(this.server.getAddress().getPort()));
		Files.setPosixFilePermissions(this.program, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	/** Where the program is. */
	public Path program() {
		return this.program;
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		int end = body.indexOf('\1');
		List<String> arguments = new ArrayList<>(List.of(body.substring(0, end).split("\0")));
		int status = 200;
		String out;
		synchronized (this.cluster) {
			try {
				out = this.cluster.run(arguments, body.substring(end + 1));
			}
			catch (KubectlException ex) {
				status = 409;
				out = String.valueOf(ex.getMessage());
			}
		}
		this.before.accept(String.join(" ", arguments));
		byte[] bytes = out.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream answer = exchange.getResponseBody()) {
			answer.write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
