package dev.backfill.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What looks like a credential is taken out, however it is written, and nothing else is. */
class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token ya29.a0AfH6SMBxyz_-12 sent | token [removed] sent",
        "code 1//0gAbCdEfGhIjKlMnOpQrStUv | code [removed]",
        "key=AIzaSyA1234567890abcdefghijklmnopqrstuv. | key=[removed].",
        "assertion eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln | assertion [removed]",
        "-----BEGIN RSA PRIVATE KEY-----MIIE-----END RSA PRIVATE KEY----- | [removed]",
        "Authorization: BEARER abcdefghijkl= | Authorization: BEARER [removed]",
        "authorization: Basic QWxhZGRpbjpvcGVu | authorization: Basic [removed]",
        "Access_Token=abc&b=1 | Access_Token=[removed]&b=1",
        "refresh_token: abc | refresh_token: [removed]",
        "ID_TOKEN=abc | ID_TOKEN=[removed]",
        "Client_Secret = abc | Client_Secret = [removed]",
        "PRIVATE_KEY_ID=abc | PRIVATE_KEY_ID=[removed]",
        "PassWord=hunter2 | PassWord=[removed]",
        "?X-Goog-Signature=0af1&x=1 | ?X-Goog-Signature=[removed]&x=1",
        "ü Bearer abcdefghijkl ya29.abcdefgh | ü Bearer [removed] [removed]",
      })
  void takesOut(String text, String rest) {
    assertThat(Secrets.removed(text)).isEqualTo(rest);
  }

  @ParameterizedTest
  @CsvSource({
    "basic structures",
    "the bearer of a token",
    "see http://host/1//a",
    "eyJ.a.b",
    "no password is kept",
    "page_token of a list",
  })
  void leaves(String text) {
    assertThat(Secrets.removed(text)).isEqualTo(text);
  }

  @Test
  void jsonStaysJson() {
    assertThat(
            Secrets.removed("{\"client_secret\":\"abc\",\"a\":\"{\\\"id_token\\\": \\\"x\\\"}\"}"))
        .isEqualTo(
            "{\"client_secret\":\"[removed]\",\"a\":\"{\\\"id_token\\\": \\\"[removed]\\\"}\"}");
  }
}
