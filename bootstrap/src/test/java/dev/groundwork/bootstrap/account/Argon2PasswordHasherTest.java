package dev.groundwork.bootstrap.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.domain.account.Password;
import dev.groundwork.domain.account.PasswordHash;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Argon2PasswordHasherTest {
    /** Patient, since how long a foreign hash takes on a busy machine is not what is tested. */
    private static final Argon2PasswordHasher HASHER = new Argon2PasswordHasher(Duration.ofMinutes(1));

    /** What the hashes of other programs below were made of. */
    private static final Password PASSWORD = new Password("correct horse bättery");

    private static final Password WRONG = new Password("correct horse battery");

    @AfterAll
    static void close() {
        HASHER.close();
    }

    @Test
    void hashesAtTheCostsThatWeSay() {
        String[] parts = HASHER.hash(PASSWORD).value().split("\\$", -1);
        assertThat(parts).startsWith("", "argon2id", "v=19", "m=19456,t=2,p=1").hasSize(6);
        assertThat(Base64.getDecoder().decode(parts[4])).as("salt").hasSize(16);
        assertThat(Base64.getDecoder().decode(parts[5])).as("hash").hasSize(32);
    }

    @Test
    void saltsEachHashAfresh() {
        assertThat(HASHER.hash(PASSWORD)).isNotEqualTo(HASHER.hash(PASSWORD));
    }

    @Test
    void knowsThePasswordAgainAndNoOther() {
        PasswordHash hash = HASHER.hash(PASSWORD);
        assertThat(HASHER.verify(PASSWORD, hash)).isTrue();
        assertThat(HASHER.verify(WRONG, hash)).isFalse();
        assertThat(HASHER.needsUpgrade(hash)).isFalse();
    }

    @Test
    void looksAtEveryByteOfTheLongestPassword() {
        String longest = "x".repeat(Password.MAX_BYTES - 1);
        PasswordHash hash = HASHER.hash(new Password(longest + "y"));
        assertThat(HASHER.verify(new Password(longest + "y"), hash)).isTrue();
        assertThat(HASHER.verify(new Password(longest + "z"), hash)).isFalse();
    }

    /** By bcrypt, hashlib and argon2-cffi of Python, and by passlib. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$10$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583Mu",
                "$2y$10$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583Mu",
                "$2a$05$hBo.zXBoGwiZpFAwIctkYevnuDyUa8SpiLUetfUzlcv5xTxepjy9K",
                "$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$xaBbHhhSASkoA/PEI5Rz49AoVCE5mMg+9u5SDs37AX8",
                "$pbkdf2$20000$7X0PAYCwtpYSgpByjvEeAw$kRHiFpg94uYswmKXSVits7Q5ecs",
                "$pbkdf2-sha256$29000$jJEyBkAoJaRUijFGaE3JeQ$6t2MK6oelBZMIJOl6YOoRCstkfsk53Bh8cjI2zvrABU",
                "$pbkdf2-sha512$25000$1npPae0dg5DSmlMKAcDY.w"
                        + "$RQKi0osUpB87ijega3EzJYbtWAwEJwq/qRWX1sBs2vCit/Il7znqEBmwMKIlmYVLi4oDKAt1yeAthFAFjSS5XA",
                "$pbkdf2-sha256$i=100000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$Zu5krlPChlZ3H8pPohjFen/hXreHumVq+zQR6Zou+tU",
                "$pbkdf2-sha512$i=10000$MDEyMzQ1Njc4OWFiY2RlZg"
                        + "$+HvS2/BNAlm+IEktpgcKqHsq43gk5z2YVK/C5jUuza0ujEAuKcJcOI4/Ngs+e5vkB1+7XzqXp6i+QH/Z63sDOw",
                "$argon2i$v=19$m=8192,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$3eNfMCrXhDMv9XsCHdHglfjZLsbkUEYoIT3I4nfGSV0",
                "$argon2d$v=19$m=8192,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$qf3W1HNe3Wg/B/7WRsrl/zhTebHsl63tCE/q0OiS3AM",
                "$argon2id$v=19$m=8192,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$argon2id$v=19$m=102400,t=2,p=8$MDEyMzQ1Njc4OWFiY2RlZg$zmAenJqDCbC56e+SKxAOdMoDroC28/vjPbbUg6PmgYA",
                "$argon2i$v=16$m=8192,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$65uIqDqMtyMScSb1f3w8WoXjY37Pn6ze11pi2ZWRdcs",
                "$argon2i$m=8192,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$65uIqDqMtyMScSb1f3w8WoXjY37Pn6ze11pi2ZWRdcs"
            })
    void verifiesWhatAnotherProgramHashedAndWantsItHashedAnew(String foreign) {
        PasswordHash hash = new PasswordHash(foreign);
        assertThat(HASHER.verify(PASSWORD, hash)).isTrue();
        assertThat(HASHER.verify(WRONG, hash)).isFalse();
        assertThat(HASHER.needsUpgrade(hash)).isTrue();
    }

    /** RFC 7914, section 12. */
    @Test
    void agreesWithThePublishedVectorOfScrypt() {
        PasswordHash hash = new PasswordHash("$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
                + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw");
        assertThat(HASHER.verify(new Password("pleaseletmein"), hash)).isTrue();
    }

    @Test
    void takesTheFirst72BytesForBcryptAsBcryptAlwaysDid() {
        PasswordHash hash = new PasswordHash("$2b$05$u9sGBU5bLAOVH2mWXT7CYersc9jsDLxmABDWwrFV/M.cirOE1nRFS");
        assertThat(HASHER.verify(new Password("0123456789".repeat(8)), hash)).isTrue();
        assertThat(HASHER.verify(new Password("0123456789".repeat(7)), hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "$argon2id$v=19$m=19456,t=2,p=1$",
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$c2hvcnQ",
                "$argon2id$v=18$m=8192,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$argon2id$v=19$m=0,t=0,p=0$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$2x$10$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583Mu",
                "$2b$10$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583M",
                "$2b$03$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583Mu",
                "$scrypt$ln=0,r=0,p=0$c2FsdHNhbHRzYWx0c2FsdA$xaBbHhhSASkoA/PEI5Rz49AoVCE5mMg+9u5SDs37AX8",
                "$pbkdf2-sha256$0$jJEyBkAoJaRUijFGaE3JeQ$6t2MK6oelBZMIJOl6YOoRCstkfsk53Bh8cjI2zvrABU",
                "$pbkdf2-sha256$29000$jJEyBkAoJaRUijFGaE3Je=Q$6t2MK6oelBZMIJOl6YOoRCstkfsk53Bh8cjI2zvrABU",
                "$pbkdf2-md5$29000$jJEyBkAoJaRUijFGaE3JeQ$6t2MK6oelBZMIJOl6YOoRCstkfsk53Bh8cjI2zvrABU",
                "$1$saltsalt$7nPy7rvCLV4uqDuUYpaH50",
                "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\u0000\u00e4\ud83d\ude00"
            })
    void findsNoPasswordInAHashThatIsNone(String malformed) {
        PasswordHash hash = new PasswordHash(malformed);
        assertThat(HASHER.verify(PASSWORD, hash)).isFalse();
        assertThat(HASHER.needsUpgrade(hash)).isTrue();
    }

    /** Right in form, and each would keep a core busy for minutes or take gigabytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=2097152,t=1,p=4$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$argon2id$v=19$m=65536,t=9999999,p=1$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$argon2id$v=19$m=8192,t=3,p=255$MDEyMzQ1Njc4OWFiY2RlZg$3GKf9Bwx27neDF/n7ud8NiZs/6AM8n2yi8ibTEHwZ9k",
                "$2b$31$T1zb6jqmlIBiwmtmRQ/5YeKipNr6OKkt5DN.AeWu8uuhReil583Mu",
                "$scrypt$ln=20,r=32,p=1$c2FsdHNhbHRzYWx0c2FsdA$xaBbHhhSASkoA/PEI5Rz49AoVCE5mMg+9u5SDs37AX8",
                "$scrypt$ln=14,r=8,p=99$c2FsdHNhbHRzYWx0c2FsdA$xaBbHhhSASkoA/PEI5Rz49AoVCE5mMg+9u5SDs37AX8",
                "$pbkdf2-sha256$9999999$jJEyBkAoJaRUijFGaE3JeQ$6t2MK6oelBZMIJOl6YOoRCstkfsk53Bh8cjI2zvrABU"
            })
    @Timeout(20)
    void refusesToPayForAHashThatIsTooDear(String dear) {
        assertThat(StoredHash.parse(new PasswordHash(dear))).isEmpty();
        assertThat(HASHER.verify(PASSWORD, new PasswordHash(dear))).isFalse();
    }

    @Test
    void needsNoUpgradeOfItsOwnAndOneOfOtherCostsOrSizes() {
        String own = HASHER.hash(PASSWORD).value();
        assertThat(HASHER.needsUpgrade(new PasswordHash(own.replace("m=19456", "m=65536"))))
                .isTrue();
        assertThat(HASHER.needsUpgrade(new PasswordHash(own.replace("t=2", "t=3"))))
                .isTrue();
        assertThat(HASHER.needsUpgrade(new PasswordHash(own.replace("argon2id", "argon2i"))))
                .isTrue();
        assertThat(HASHER.needsUpgrade(new PasswordHash(own.substring(0, own.length() - 4))))
                .isTrue();
    }
}
