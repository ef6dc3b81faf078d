package dev.agentservice.endtoend.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.load.ReplicaMemory;

import static org.awaitility.Awaitility.await;

/**
 * How much heap a live stream takes: streams whose model does not answer yet are held
 * open, and what is alive is counted after a full collection, before and meanwhile.
 *
 * @param streams how many
 * @param bytesEach heap of one
 * @param liveBytes heap without them
 * @param broken how many did not end as they should
 */
record StreamHeap(int streams, long bytesEach, long liveBytes, long broken) {

	static StreamHeap measure(BenchProcesses processes, int streams) {
		ReplicaMemory memory = new ReplicaMemory(processes.service().pid(), Path.of("none"));
		Client client = new Client(processes.serviceUrl(), BenchRequests.USER_KEY);
		Client simulator = new Client(processes.simulatorUrl(), "none");
		long before = memory.live().bytes();
		List<EventStream> open = Stream
			.generate(() -> client.stream(Map.of("task", BenchSimulator.HELD + " Wait.", "agent", "bench")))
			.limit(streams)
			.toList();
		await("all models asked").atMost(Duration.ofSeconds(20))
			.until(() -> simulator.get("/_simulator/requests").json().at("/openai/in_flight").asInt(0) == streams);
		long meanwhile = memory.live().bytes();
		processes.simulator().say("release");
		long broken = open.stream().filter((stream) -> !completed(stream)).count();
		return new StreamHeap(streams, (meanwhile - before) / streams, before, broken);
	}

	private static boolean completed(EventStream stream) {
		List<EventStream.Event> events = stream.rest();
		return !events.isEmpty() && events.getLast().type().equals("run.completed");
	}

}
