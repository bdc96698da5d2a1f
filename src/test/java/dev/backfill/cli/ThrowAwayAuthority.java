package dev.backfill.cli;

import com.google.api.client.googleapis.GoogleUtils;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.beam.sdk.extensions.gcp.util.Transport;

/**
 * A certificate authority that lives as long as a test: it signs a certificate for Google's names,
 * and this process's clients trust it until it is closed. Nothing of it is kept.
 */
final class ThrowAwayAuthority implements AutoCloseable {
  private static final String PASSWORD = "throw-away";
  private static final String ALIAS = "throw-away-test-authority";
  private static final int SECONDS = 60;

  private final KeyStore keys;
  private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
  private final SSLSocketFactory ofBeam;

  private ThrowAwayAuthority(KeyStore keys) throws ReflectiveOperationException {
    this.keys = keys;
    this.ofBeam = (SSLSocketFactory) sockets().get(Transport.getTransport());
  }

  /** Beam makes one transport a process, which trusts for good whom it trusted when it was made. */
  private static Field sockets() throws ReflectiveOperationException {
    var field = NetHttpTransport.class.getDeclaredField("sslSocketFactory");
    field.setAccessible(true);
    return field;
  }

  /** Makes one in a folder, for a host and for all below it, and has it trusted. */
  static ThrowAwayAuthority trusted(Path folder, String domain) throws Exception {
    var store = folder.resolve("keys.p12");
    keytool(
        store, "-alias", "ca", "-dname", "CN=Throw-away test authority", "-ext", "bc:c=ca:true");
    keytool(
        store,
        "-alias",
        "leaf",
        "-dname",
        "CN=" + domain,
        "-signer",
        "ca",
        "-ext",
        "san=dns:" + domain + ",dns:*." + domain);
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var authority = new ThrowAwayAuthority(keys);
    authority.trust();
    return authority;
  }

  private static void keytool(Path store, String... more) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(List.of(more));
    var log = Files.createTempFile(store.getParent(), "keytool", ".log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + Files.readString(log, StandardCharsets.UTF_8));
    }
  }

  private void trust() throws Exception {
    var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    anchors.load(null, null);
    anchors.setCertificateEntry(ALIAS, keys.getCertificate("ca"));
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(anchors);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    sockets().set(Transport.getTransport(), context.getSocketFactory());
    // Transports that are made meanwhile look at Google's list, and at no other.
    GoogleUtils.getCertificateTrustStore().setCertificateEntry(ALIAS, keys.getCertificate("ca"));
  }

  /** What a server shows that answers for the domain. */
  SSLContext server() throws GeneralSecurityException {
    var shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() throws Exception {
    sockets().set(Transport.getTransport(), ofBeam);
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
    GoogleUtils.getCertificateTrustStore().deleteEntry(ALIAS);
  }
}
