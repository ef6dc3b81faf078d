package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.redis.RedisServer;

import org.springframework.util.FileSystemUtils;

/**
 * Everybody who takes part, each a process of its own on 127.0.0.1: a Redis without
 * persistence, the simulated provider, the relay, and the service as it is packaged.
 */
final class BenchProcesses implements AutoCloseable {

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	private final RedisServer redis = RedisServer.start();

	private final Path files = Files.createTempDirectory("bench");

	private final String simulatorUrl = "http://127.0.0.1:" + JavaProcess.freePort();

	private final String relayUrl = "http://127.0.0.1:" + JavaProcess.freePort();

	private final int servicePort = JavaProcess.freePort();

	private final int managementPort = JavaProcess.freePort();

	private final JavaProcess simulator;

	private final JavaProcess relay;

	private final JavaProcess service;

	BenchProcesses(Path jar) throws IOException {
		this.simulator = start("simulator", BenchSimulator.class, port(this.simulatorUrl));
		this.relay = start("relay", Relay.class, "--server.port=" + port(this.relayUrl),
				"--model.url=" + this.simulatorUrl + "/v1");
		List<String> program = new ArrayList<>(List.of("-jar", jar.toString(), "--server.port=" + this.servicePort,
				"--management.server.port=" + this.managementPort));
		program.addAll(new ServiceSettings(this.redis, this.simulatorUrl, this.files).arguments());
		this.service = new JavaProcess("service", this.files, program);
		this.simulator.awaitStatus(this.simulatorUrl + "/_simulator/requests", 200);
		this.relay.awaitStatus(this.relayUrl + "/", 404);
		this.service.awaitStatus(managementUrl() + "/actuator/health/readiness", 200);
	}

	RedisServer redis() {
		return this.redis;
	}

	String simulatorUrl() {
		return this.simulatorUrl;
	}

	JavaProcess simulator() {
		return this.simulator;
	}

	String relayUrl() {
		return this.relayUrl;
	}

	JavaProcess relay() {
		return this.relay;
	}

	String serviceUrl() {
		return "http://127.0.0.1:" + this.servicePort;
	}

	String managementUrl() {
		return "http://127.0.0.1:" + this.managementPort;
	}

	JavaProcess service() {
		return this.service;
	}

	@Override
	public void close() {
		this.service.close();
		this.relay.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.files.toFile());
	}

	private JavaProcess start(String name, Class<?> main, String... arguments) {
		List<String> program = new ArrayList<>(List.of("-cp", CLASS_PATH, main.getName()));
		program.addAll(List.of(arguments));
		return new JavaProcess(name, this.files, program);
	}

	private static String port(String url) {
		return url.substring(url.lastIndexOf(':') + 1);
	}

}
