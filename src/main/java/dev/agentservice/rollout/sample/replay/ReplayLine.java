package dev.agentservice.rollout.sample.replay;

import java.util.Locale;

import dev.agentservice.rollout.sample.Recording;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One line of a recording: a header, a sample or the end of a run. It is filled again for
 * each line, because there are millions of values.
 */
final class ReplayLine {

	private static final int DEEPEST = 20;

	private final JsonFactory factory = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100).build())
		.build();

	private double[] values = new double[0];

	private boolean format;

	private boolean scraped;

	private double time;

	private double pod;

	private double end;

	private int count;

	/** Prepares for samples of so many values. */
	void expect(int series) {
		this.values = new double[series];
	}

	/**
	 * Reads a line.
	 * @throws IllegalArgumentException if it is no JSON object, or a number is none
	 */
	void read(byte[] line, int length) {
		this.format = false;
		this.scraped = false;
		this.time = Double.NaN;
		this.pod = Double.NaN;
		this.end = Double.NaN;
		this.count = -1;
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), line, 0, length)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new IllegalArgumentException("it is no JSON object");
			}
			while (parser.nextToken() != JsonToken.END_OBJECT) {
				member(parser, parser.currentName());
				if (this.format) {
					return;
				}
			}
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("something follows the JSON object");
			}
		}
		catch (JacksonException | NumberFormatException ex) {
			throw new IllegalArgumentException("it is no JSON object: " + reason(ex), ex);
		}
	}

	/** Whether a line is JSON from its beginning to its end. */
	boolean isWhole(byte[] line, int length) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), line, 0, length)) {
			while (parser.nextToken() != null) {
				// Only whether it can be read.
			}
			return true;
		}
		catch (JacksonException _) {
			return false;
		}
	}

	private static String reason(RuntimeException ex) {
		String message = (ex instanceof JacksonException jackson) ? jackson.getOriginalMessage() : ex.getMessage();
		return String.format(Locale.ROOT, "%.120s", message);
	}

	private void member(JsonParser parser, String name) {
		JsonToken token = parser.nextToken();
		switch (name) {
			case "t" -> this.time = number(parser, token, name);
			case "pod" -> this.pod = number(parser, token, name);
			case "end" -> this.end = number(parser, token, name);
			case "v" -> values(parser, token);
			case "format" -> this.format = true;
			default -> parser.skipChildren();
		}
	}

	private void values(JsonParser parser, JsonToken token) {
		this.count = 0;
		if (token == JsonToken.VALUE_NULL) {
			return;
		}
		if (token != JsonToken.START_ARRAY) {
			throw new IllegalArgumentException("\"v\" is neither null nor a list");
		}
		this.scraped = true;
		for (JsonToken value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser.nextToken()) {
			if (this.count < this.values.length) {
				this.values[this.count] = (value == JsonToken.VALUE_NULL) ? Double.NaN
						: number(parser, value, "a value of \"v\"");
			}
			this.count++;
		}
	}

	private static double number(JsonParser parser, JsonToken token, String name) {
		if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
			throw new IllegalArgumentException(name + " is no number");
		}
		double number = parser.getDoubleValue();
		if (!Double.isFinite(number)) {
			throw new IllegalArgumentException(name + " is no finite number");
		}
		return number;
	}

	boolean isHeader() {
		return this.format;
	}

	boolean isEnd() {
		return !Double.isNaN(this.end);
	}

	double end() {
		return this.end;
	}

	/**
	 * Adds the sample.
	 * @throws IllegalArgumentException if it is none
	 */
	void addTo(Recording recording) {
		if (Double.isNaN(this.time) || Double.isNaN(this.pod) || this.count < 0) {
			throw new IllegalArgumentException("it is no header, no sample (\"t\", \"pod\", \"v\") and no \"end\"");
		}
		if (this.pod != Math.rint(this.pod) || this.pod < 0 || !(this.pod < recording.header().pods().size())) {
			throw new IllegalArgumentException("there is no pod with this number");
		}
		if (this.scraped && this.count != this.values.length) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "%d values for %d series", this.count, this.values.length));
		}
		if (this.scraped) {
			recording.scrape((int) this.pod, this.time, this.values);
		}
		else {
			recording.failed((int) this.pod, this.time);
		}
	}

}
