package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates in a file.
 */
final class Authorities {

	private Authorities() {
	}

	/**
	 * A context that trusts what is in a PEM file, and nothing else.
	 * @throws IllegalArgumentException if there is no certificate in it
	 */
	static SSLContext context(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			int number = 0;
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
				store.setCertificateEntry("authority-" + number++, certificate);
			}
			if (number == 0) {
				throw new IllegalArgumentException("there is no certificate in " + file);
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalArgumentException("the certificates in " + file + " cannot be read: " + ex.getMessage(),
					ex);
		}
	}

}
