<?php

/**
 * A back end of your own with Lectern's signaling server, in PHP 8.1 or later and nothing else.
 *
 *     CONFERENCE_SIGNALING_SECRET=... php lesson.php [ws://127.0.0.1:6001/ws/conference]
 *
 * Part 1 is what your back end needs: it mints tokens. Part 2 is a small WebSocket client, and
 * part 3 plays a teacher and a student with it, whose part browsers have with you, and shows that
 * the tokens open a room. Ends with 0, or 1 when refused.
 */

declare(strict_types=1);

// Part 1: the token

/**
 * Mints the token with which one person enters one room.
 *
 * @param 'teacher'|'student' $role
 * @param string $secrets    CONFERENCE_SIGNALING_SECRET; of several, the first signs
 * @param int    $ttlSeconds at most CONFERENCE_SIGNALING_TOKEN_TTL
 */
function mintToken(
    string $role,
    string $id,
    string $roomId,
    string $name,
    string $secrets,
    int $ttlSeconds = 7200,
): string {
    $now = time();
    $header = ['alg' => 'HS256', 'typ' => 'conference-signaling+jwt'];
    $claims = [
        'iss' => 'lectern',
        'aud' => 'conference-signaling',
        'sub' => "$role-$id",
        'role' => $role,
        'room' => $roomId,
        'name' => displayName($name),
        'iat' => $now,
        'exp' => $now + $ttlSeconds,
        'jti' => bin2hex(random_bytes(16)),
    ];
    $signed = base64url(toJson($header)) . '.' . base64url(toJson($claims));
    $secret = trim(explode(',', $secrets)[0]);

    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $secret, binary: true));
}

/**
 * A name as the token takes it: composed (NFC), no control or bidi characters, 80 code points.
 *
 * Composing takes the extension intl, or symfony/polyfill-intl-normalizer, which Laravel has.
 */
function displayName(string $text): string
{
    $name = class_exists(Normalizer::class) ? Normalizer::normalize($text, Normalizer::FORM_C) : $text;
    $forbidden = '/[\p{Cc}\p{Zl}\p{Zp}\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]/u';
    if ($name === false || preg_match('//u', $name) !== 1) {
        throw new InvalidArgumentException('The name is not UTF-8');
    }

    return iconv_substr(trim(preg_replace($forbidden, '', $name)), 0, 80, 'UTF-8');
}

/** Base64url without padding (RFC 7515, appendix C). */
function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function toJson(array $value): string
{
    return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
}

// Part 2: a small WebSocket client (RFC 6455)

const PATIENCE_SECONDS = 10;

/** The server has closed the socket. */
final class Closed extends RuntimeException
{
    public function __construct(int $code, string $reason)
    {
        parent::__construct("closed: $code $reason", $code);
    }
}

/** Text messages over one socket, and no more than that. */
final class WebSocket
{
    private const CONTINUATION = 0x0;
    private const TEXT = 0x1;
    private const CLOSE = 0x8;
    private const PING = 0x9;
    private const PONG = 0xA;
    private const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

    /** @var resource */
    private $stream;

    public function __construct(string $url)
    {
        ['scheme' => $scheme, 'host' => $host] = $parts = parse_url($url);
        $isSecure = $scheme === 'wss';
        $port = $parts['port'] ?? ($isSecure ? 443 : 80);
        $address = ($isSecure ? 'tls' : 'tcp') . "://$host:$port";
        $stream = @stream_socket_client($address, $errno, $error, PATIENCE_SECONDS);
        if ($stream === false) {
            throw new RuntimeException("no connection to $address: $error");
        }
        $this->stream = $stream;
        stream_set_timeout($stream, PATIENCE_SECONDS);
        $this->upgrade("$host:$port", $parts['path'] ?? '/');
    }

    public function send(string $text): void
    {
        $this->write(self::TEXT, $text);
    }

    /** Waits for a whole message; answers pings on the way. */
    public function receive(): string
    {
        $message = '';
        for (;;) {
            [$isLast, $opcode, $payload] = $this->read();
            if ($opcode === self::PING) {
                $this->write(self::PONG, $payload);
            } elseif ($opcode === self::CLOSE) {
                $this->write(self::CLOSE, substr($payload, 0, 2));
                $code = strlen($payload) >= 2 ? unpack('n', $payload)[1] : 1005;
                throw new Closed($code, substr($payload, 2));
            } elseif ($opcode === self::TEXT || $opcode === self::CONTINUATION) {
                $message .= $payload;
                if ($isLast) {
                    return $message;
                }
            }
        }
    }

    public function close(): void
    {
        fclose($this->stream);
    }

    private function upgrade(string $host, string $path): void
    {
        $key = base64_encode(random_bytes(16));
        $lines = [
            "GET $path HTTP/1.1",
            "Host: $host",
            'Upgrade: websocket',
            'Connection: Upgrade',
            "Sec-WebSocket-Key: $key",
            'Sec-WebSocket-Version: 13',
        ];
        fwrite($this->stream, implode("\r\n", $lines) . "\r\n\r\n");
        $status = trim((string) fgets($this->stream));
        $headers = [];
        while (($line = trim((string) fgets($this->stream))) !== '') {
            [$name, $value] = explode(':', $line, 2) + [1 => ''];
            $headers[strtolower($name)] = trim($value);
        }
        $accept = base64_encode(sha1($key . self::ACCEPT_SUFFIX, binary: true));
        if (($headers['sec-websocket-accept'] ?? '') !== $accept) {
            throw new RuntimeException("no WebSocket there: $status");
        }
    }

    /** @return array{bool, int, string} whether it is the last of its message, opcode, payload */
    private function read(): array
    {
        [1 => $first, 2 => $length] = unpack('C2', $this->readExactly(2));
        if ($length === 126) {
            $length = unpack('n', $this->readExactly(2))[1];
        } elseif ($length === 127) {
            $length = unpack('J', $this->readExactly(8))[1];
        }

        return [($first & 0x80) !== 0, $first & 0x0F, $this->readExactly($length)];
    }

    private function readExactly(int $count): string
    {
        $bytes = $count === 0 ? '' : stream_get_contents($this->stream, $count);
        if ($bytes === false || strlen($bytes) < $count) {
            throw stream_get_meta_data($this->stream)['timed_out']
                ? new RuntimeException('timed out')
                : new Closed(1006, 'without a close frame');
        }

        return $bytes;
    }

    private function write(int $opcode, string $payload): void
    {
        $length = strlen($payload);
        $head = match (true) {
            $length < 126 => pack('CC', 0x80 | $opcode, 0x80 | $length),
            $length < 65536 => pack('CCn', 0x80 | $opcode, 0x80 | 126, $length),
            default => pack('CCJ', 0x80 | $opcode, 0x80 | 127, $length),
        };
        $mask = random_bytes(4);
        // The XOR of two strings is as long as the shorter one.
        fwrite($this->stream, $head . $mask . ($payload ^ str_repeat($mask, intdiv($length, 4) + 1)));
    }
}

// Part 3: two participants

/** One participant's way into a room. */
final class Participant
{
    public readonly array $joined;
    private readonly WebSocket $socket;

    public function __construct(string $url, string $roomId, string $token)
    {
        $this->socket = new WebSocket($url);
        $this->send(['type' => 'join', 'roomId' => $roomId, 'token' => $token]);
        $this->joined = $this->expect('joined');
    }

    public function send(array $message): void
    {
        $this->socket->send(toJson($message));
    }

    /** The next message of a type. Others are passed over: later versions have more of them. */
    public function expect(string $wanted): array
    {
        for (;;) {
            $message = json_decode($this->socket->receive(), associative: true, flags: JSON_THROW_ON_ERROR);
            if ($message['type'] === $wanted) {
                return $message;
            }
            if ($message['type'] === 'error') {
                echo "refused: {$message['code']} ({$message['message']})\n";
            }
        }
    }

    public function expectClose(): void
    {
        try {
            $this->expect('nothing more');
        } catch (Closed) {
            $this->socket->close();
        }
    }
}

function playLesson(string $url, string $secrets): void
{
    $roomId = 'conference-' . bin2hex(random_bytes(8));
    $sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"; // a browser makes a longer one
    $candidate = ['candidate' => 'candidate:1 1 udp 1 192.0.2.7 9 typ host', 'sdpMid' => '0'];

    $teacher = new Participant($url, $roomId, mintToken('teacher', '2', $roomId, 'Tea Horvat', $secrets));
    echo "teacher-2 joined $roomId\n";
    $student = new Participant($url, $roomId, mintToken('student', '5', $roomId, 'Ana Kovač', $secrets));
    $found = implode(', ', array_column($student->joined['participants'], 'id'));
    echo "student-5 joined and found $found\n";
    echo "teacher-2 saw {$teacher->expect('peer-joined')['peer']['name']} come\n";

    $teacher->send(['type' => 'offer', 'to' => 'student-5', 'payload' => ['type' => 'offer', 'sdp' => $sdp]]);
    echo "student-5 got an offer from {$student->expect('offer')['from']}\n";
    $student->send(['type' => 'answer', 'to' => 'teacher-2', 'payload' => ['type' => 'answer', 'sdp' => $sdp]]);
    echo "teacher-2 got an answer from {$teacher->expect('answer')['from']}\n";
    $teacher->send(['type' => 'ice-candidate', 'to' => 'student-5', 'payload' => $candidate]);
    echo "student-5 got a candidate from {$student->expect('ice-candidate')['from']}\n";

    $student->send(['type' => 'chat', 'message' => 'Good morning']);
    foreach ([$teacher, $student] as $participant) {
        ['name' => $name, 'message' => $message] = $participant->expect('chat');
        echo "chat: $name: $message\n";
    }

    $student->send(['type' => 'leave']);
    $student->expectClose();
    echo "teacher-2 saw {$teacher->expect('peer-left')['peerId']} leave\n";
    $teacher->send(['type' => 'meeting-ended']);
    echo "the meeting was ended by {$teacher->expect('meeting-ended')['by']}\n";
    $teacher->expectClose();
}

function main(array $arguments): int
{
    $url = $arguments[1] ?? 'ws://127.0.0.1:6001/ws/conference';
    $secrets = getenv('CONFERENCE_SIGNALING_SECRET');
    if ($secrets === false || $secrets === '') {
        fwrite(STDERR, "CONFERENCE_SIGNALING_SECRET has to be set\n");

        return 1;
    }
    try {
        playLesson($url, $secrets);
    } catch (RuntimeException $error) {
        fwrite(STDERR, "{$error->getMessage()}\n");

        return 1;
    }

    return 0;
}

exit(main($argv));
