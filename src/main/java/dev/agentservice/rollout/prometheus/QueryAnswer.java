package dev.agentservice.rollout.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an answer of {@code /api/v1/query}: a matrix of raw samples, value by value,
 * because there are millions.
 */
final class QueryAnswer {

	private static final JsonFactory FACTORY = JsonFactory.builder().build();

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final JsonParser parser;

	private final SampleSink sink;

	private String status = "";

	private String type = "";

	private boolean warned;

	private QueryAnswer(JsonParser parser, SampleSink sink) {
		this.parser = parser;
		this.sink = sink;
	}

	/**
	 * Passes on the samples of an answer.
	 * @throws UnmeasurableException if it is none, or not all of it
	 */
	static void read(String query, byte[] body, SampleSink sink) throws UnmeasurableException {
		List<Series> series = new ArrayList<>();
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
			QueryAnswer answer = new QueryAnswer(parser, sink);
			answer.root(series);
			if (!"success".equals(answer.status) || !"matrix".equals(answer.type)) {
				throw new UnmeasurableException(
						"Prometheus answered %s with '%s' and no samples".formatted(query, answer.status));
			}
			if (answer.warned) {
				throw new UnmeasurableException("Prometheus answered " + query
						+ " with warnings, or as partial: the samples may be a part only" + error(body));
			}
			answer.pass(series);
		}
		catch (JacksonException | NumberFormatException ex) {
			throw new UnmeasurableException("Prometheus answered %s with what is no JSON of its API".formatted(query));
		}
	}

	/** What an answer says of its failure, shortened; empty if it says nothing. */
	static String error(byte[] body) {
		try {
			JsonNode root = MAPPER.readTree(body);
			String text = root.path("error").asString(root.path("warnings").path(0).asString(""));
			return text.isEmpty() ? "" : ": %.200s".formatted(text);
		}
		catch (JacksonException _) {
			return "";
		}
	}

	private void root(List<Series> series) {
		expect(JsonToken.START_OBJECT, this.parser.nextToken());
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			JsonToken token = this.parser.nextToken();
			switch (name) {
				case "status" -> this.status = this.parser.getString();
				case "warnings" -> {
					this.warned |= this.parser.nextToken() != JsonToken.END_ARRAY;
					skipRest();
				}
				case "isPartial" -> this.warned |= token == JsonToken.VALUE_TRUE;
				case "data" -> data(token, series);
				default -> this.parser.skipChildren();
			}
		}
	}

	/** What remains of a list of texts. */
	private void skipRest() {
		JsonToken token = this.parser.currentToken();
		while (token != JsonToken.END_ARRAY) {
			token = this.parser.nextToken();
			expect(true, token != null);
		}
	}

	private void data(@Nullable JsonToken token, List<Series> series) {
		if (token != JsonToken.START_OBJECT) {
			return;
		}
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			JsonToken value = this.parser.nextToken();
			if ("resultType".equals(name)) {
				this.type = this.parser.getString();
			}
			else if ("result".equals(name) && value == JsonToken.START_ARRAY) {
				while (this.parser.nextToken() == JsonToken.START_OBJECT) {
					series.add(series());
				}
			}
			else {
				this.parser.skipChildren();
			}
		}
	}

	private Series series() {
		Series series = new Series(new LinkedHashMap<>(), new ArrayList<>());
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			JsonToken token = this.parser.nextToken();
			if ("metric".equals(name)) {
				expect(JsonToken.START_OBJECT, token);
				while (this.parser.nextToken() != JsonToken.END_OBJECT) {
					String label = this.parser.currentName();
					this.parser.nextToken();
					series.labels.put(label, this.parser.getString());
				}
			}
			else if ("values".equals(name)) {
				expect(JsonToken.START_ARRAY, token);
				while (this.parser.nextToken() == JsonToken.START_ARRAY) {
					series.values.add(value());
				}
			}
			else {
				this.parser.skipChildren();
			}
		}
		return series;
	}

	private Sample value() {
		this.parser.nextToken();
		long time = Math.round(this.parser.getDoubleValue() * 1000);
		this.parser.nextToken();
		String text = this.parser.getString();
		double value = switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
		expect(JsonToken.END_ARRAY, this.parser.nextToken());
		return new Sample(time, value);
	}

	private static void expect(Object wanted, @Nullable Object token) {
		if (!wanted.equals(token)) {
			throw new NumberFormatException("not an answer of the API");
		}
	}

	/** Only once the answer is known to be whole. */
	private void pass(List<Series> series) throws UnmeasurableException {
		for (Series one : series) {
			for (Sample sample : one.values) {
				this.sink.sample(one.labels, sample.time, sample.value);
			}
		}
	}

	private record Series(Map<String, String> labels, List<Sample> values) {
	}

	private record Sample(long time, double value) {
	}

}
