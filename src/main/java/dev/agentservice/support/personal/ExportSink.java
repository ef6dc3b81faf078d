package dev.agentservice.support.personal;

/**
 * Takes a person's data while they are read, and sends them on at once.
 */
public interface ExportSink {

	/**
	 * Takes one piece.
	 * @param section what kind of data it is, for example {@code sessions}; pieces of one
	 * section follow each other
	 * @param name the name of the piece within its section, for example the session's id
	 * @param json one JSON value
	 * @throws java.io.UncheckedIOException if the client is gone
	 */
	void add(String section, String name, String json);

}
