package dev.agentservice.guard.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A set of texts to measure with: a JSON array of <code>{"text": …, "label": 1|0}</code>,
 * where 1 is an attack.
 *
 * @param name the file's name
 * @param rows in their order
 */
record Dataset(String name, List<Row> rows) {

	/**
	 * One text.
	 *
	 * @param number from 0, as in the file
	 * @param text what goes in
	 * @param attack what it is
	 */
	record Row(int number, String text, boolean attack) {
	}

	static Dataset read(Path file) {
		List<Row> rows = new ArrayList<>();
		for (JsonNode row : JsonMapper.shared().readTree(file.toFile())) {
			rows.add(new Row(rows.size(), row.path("text").asString(), row.path("label").asInt(0) == 1));
		}
		return new Dataset(file.getFileName().toString(), List.copyOf(rows));
	}

	List<Row> attacks() {
		return this.rows.stream().filter(Row::attack).toList();
	}

	List<Row> harmless() {
		return this.rows.stream().filter((row) -> !row.attack()).toList();
	}

}
