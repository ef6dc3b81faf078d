package dev.agentservice.rollout.sample.replay;

import java.io.IOException;
import java.io.Writer;

import dev.agentservice.rollout.sample.ReplayHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes recordings in the format {@code agent-service-replay/1}.
 */
public final class ReplayWriter {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Writer out;

	/** Writes to something that stays open. */
	public ReplayWriter(Writer out) {
		this.out = out;
	}

	/** Begins a run. */
	public void header(ReplayHeader header) throws IOException {
		ObjectNode node = JSON.createObjectNode();
		node.put("format", "agent-service-replay/1").put("run", header.run()).put("start", header.start());
		ArrayNode steps = node.putArray("steps");
		header.steps().forEach((step) -> {
			ObjectNode written = steps.addObject().put("weight", step.weight()).put("minutes", step.seconds() / 60);
			if (step.passed()) {
				written.put("passed", true);
			}
		});
		node.put("scrape_interval_s", 15);
		ArrayNode pods = node.putArray("pods");
		header.pods()
			.forEach((pod) -> pods.addObject()
				.put("pod", pod.name())
				.put("track", pod.track().key())
				.put("version", pod.version()));
		ArrayNode series = node.putArray("series");
		header.series().forEach(series::add);
		this.out.write(node + "\n");
	}

	/** A sample; no values if the scrape failed. */
	public void sample(int pod, double time, double @Nullable [] values) throws IOException {
		StringBuilder line = new StringBuilder("{\"t\": ").append(Math.round(time * 1000) / 1000.0);
		line.append(", \"pod\": ").append(pod).append(", \"v\": ");
		if (values == null) {
			line.append("null");
		}
		else {
			char separator = '[';
			for (double value : values) {
				line.append(separator);
				line.append(Double.isNaN(value) ? "null"
						: (value == Math.rint(value)) ? Long.toString((long) value) : Double.toString(value));
				separator = ',';
			}
			line.append(']');
		}
		this.out.write(line.append("}\n").toString());
	}

	/** Ends the run. */
	public void end(double time) throws IOException {
		this.out.write("{\"end\": " + time + "}\n");
	}

}
