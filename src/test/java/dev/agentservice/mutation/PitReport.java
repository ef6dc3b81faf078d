package dev.agentservice.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import dev.agentservice.mutation.Mutant.Fate;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads PIT's {@code mutations.xml}.
 */
final class PitReport {

	private static final String ROOT = "dev.agentservice.";

	private PitReport() {
	}

	/**
	 * All mutants of a report.
	 * @throws IOException if there is none, or it breaks off
	 */
	static List<Mutant> read(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			NodeList found = DocumentBuilderFactory.newDefaultInstance()
				.newDocumentBuilder()
				.parse(in)
				.getElementsByTagName("mutation");
			return IntStream.range(0, found.getLength()).mapToObj((i) -> mutant((Element) found.item(i))).toList();
		}
		catch (SAXException | ParserConfigurationException ex) {
			throw new IOException("cannot read " + file, ex);
		}
	}

	private static Mutant mutant(Element mutation) {
		String type = text(mutation, "mutatedClass");
		int dot = type.lastIndexOf('.');
		String mutator = text(mutation, "mutator");
		return new Mutant(type.substring(Math.min(ROOT.length(), dot), dot), type.substring(dot + 1),
				text(mutation, "mutatedMethod"), Integer.parseInt(text(mutation, "lineNumber")),
				mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", ""),
				Fate.valueOf(mutation.getAttribute("status")));
	}

	private static String text(Element mutation, String name) {
		return mutation.getElementsByTagName(name).item(0).getTextContent();
	}

}
