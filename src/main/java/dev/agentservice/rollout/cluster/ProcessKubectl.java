package dev.agentservice.rollout.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed {@code kubectl}: a process for each call, with a time-out, whose output is
 * bounded.
 */
public final class ProcessKubectl implements Kubectl {

	private static final int LARGEST = 8 * 1024 * 1024;

	private static final Pattern FORWARDING = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:([0-9]+)");

	private final List<String> command;

	private final Duration timeout;

	/**
	 * Runs a program.
	 * @param timeout after which a call is ended
	 */
	public ProcessKubectl(List<String> command, Duration timeout) {
		this.command = List.copyOf(command);
		this.timeout = timeout;
	}

	@Override
	public String run(List<String> arguments, String in) throws KubectlException {
		List<String> limited = new ArrayList<>(arguments);
		limited.add("--request-timeout=%ds".formatted(Math.max(1, this.timeout.toSeconds())));
		Process process = start(limited);
		try {
			CompletableFuture<String> out = text(process.getInputStream());
			CompletableFuture<String> err = text(process.getErrorStream());
			CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(process, in),
					Thread::startVirtualThread);
			if (!process.waitFor(this.timeout)) {
				throw new KubectlException(
						"kubectl %s did not end within %d s".formatted(verb(arguments), this.timeout.toSeconds()));
			}
			if (process.exitValue() != 0) {
				throw new KubectlException("kubectl %s: %s".formatted(verb(arguments), shortened(get(err).strip())));
			}
			written.cancel(true);
			return get(out);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			throw new KubectlException("interrupted");
		}
		finally {
			end(process);
		}
	}

	@Override
	public String fetch(String namespace, String target, int port, String path) throws KubectlException {
		Process process = start(List.of("--namespace", namespace, "port-forward", target, ":" + port));
		// Not closed: that waits for an answer that may never end.
		HttpClient http = HttpClient.newHttpClient();
		try {
			int local = CompletableFuture.supplyAsync(() -> forwarded(process), Thread::startVirtualThread)
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + local + path))
				.timeout(this.timeout)
				.build();
			HttpResponse<String> response = http
				.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST))
				.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			if (response.statusCode() != 200) {
				throw new KubectlException(path + " of " + target + " has status " + response.statusCode());
			}
			return response.body();
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KubectlException(path + " of " + target + " cannot be asked by port-forward");
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			throw new KubectlException("interrupted");
		}
		finally {
			end(process);
			http.shutdownNow();
		}
	}

	private Process start(List<String> arguments) throws KubectlException {
		List<String> all = new ArrayList<>(this.command);
		all.addAll(arguments);
		try {
			ProcessBuilder builder = new ProcessBuilder(all);
			// Secrets of messages, which neither it nor its plug-ins have to know.
			builder.environment().keySet().removeIf((name) -> name.startsWith("ROLLOUT_NOTIFY_"));
			return builder.start();
		}
		catch (IOException ex) {
			throw new KubectlException("kubectl cannot be started: " + ex.getMessage());
		}
	}

	private static void write(Process process, String in) {
		try (OutputStream out = process.getOutputStream()) {
			out.write(in.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException _) {
			// It ended without reading; its exit status says why.
		}
	}

	private static CompletableFuture<String> text(InputStream in) {
		return CompletableFuture.supplyAsync(() -> {
			try (in) {
				byte[] bytes = in.readNBytes(LARGEST);
				in.transferTo(OutputStream.nullOutputStream());
				return new String(bytes, StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				return "";
			}
		}, Thread::startVirtualThread);
	}

	private String get(CompletableFuture<String> text) throws KubectlException, InterruptedException {
		try {
			return text.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new KubectlException("the output of kubectl did not end");
		}
	}

	private static int forwarded(Process process) {
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		return lines.lines()
			.map(FORWARDING::matcher)
			.filter(Matcher::find)
			.mapToInt((matcher) -> Integer.parseInt(matcher.group(1)))
			.findFirst()
			.orElseThrow();
	}

	/** Its children, too: a plug-in for credentials may hang. */
	private static void end(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	private static String verb(List<String> arguments) {
		return String.join(" ", arguments.stream().filter((argument) -> !argument.startsWith("[")).limit(5).toList());
	}

	private static String shortened(String text) {
		return (text.length() > 500) ? text.substring(0, 500) + "…" : text;
	}

}
