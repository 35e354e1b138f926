// Before anything else travels, each side shows the other that it knows the key, and neither shows the key:
//
//      the listener                                            whoever connects
//      nonce L (32 random bytes)      ------------------>
//                                     <------------------      nonce C, HMAC(key, "connect" L C)
//      checks it. 1 or 0, and HMAC(key, "listen" L C)   ---->  checks it
//                                     <------------------      1 or 0
//      the descriptors of a connection ----------------->
//
//   I1  A nonce is used once: what was overheard earlier answers no question of today.
//   I2  The two answers differ in their first word: nobody gets past by sending back what it was asked.
//   I3  Nothing is handed out, and nothing that came is used, before the other side's answer was right.
//
// The socket serves for this alone. The connection is a pair of pipes that the listener makes and hands over, as DuplexPipe does
// it.

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Workbook.Concurrency.Threads;
using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Pipes;

/// <summary>Challenge and response with a key that both sides know. HMAC-SHA256, RFC 2104.</summary>
internal static class Handshake
{
    private const int Size = 32; // of a nonce, and of an answer
    private const byte Yes = 1, No = 0;

    /// <summary>The listener's side.</summary>
    /// <exception cref="AuthenticationException">The other side does not know the key, or has gone, or took too long.</exception>
    public static Connection Serve(SafeHandle socket, byte[] key, Deadline deadline, CancellationToken cancel)
    {
        Span<byte> nonces = stackalloc byte[2 * Size], answer = stackalloc byte[Size];
        RandomNumberGenerator.Fill(nonces[..Size]);
        Write(socket, nonces[..Size], deadline, cancel);
        Read(socket, nonces[Size..], deadline, cancel);
        Read(socket, answer, deadline, cancel);
        var isRight = CryptographicOperations.FixedTimeEquals(answer, Answer(key, "connect"u8, nonces));
        Write(socket, [isRight ? Yes : No, .. isRight ? Answer(key, "listen"u8, nonces) : new byte[Size]], deadline, cancel);
        if (!isRight) throw new AuthenticationException("Somebody with another key tried to connect, and was refused.");

        Span<byte> verdict = stackalloc byte[1];
        Read(socket, verdict, deadline, cancel);
        if (verdict[0] != Yes) throw new AuthenticationException("The other side holds that we do not know the key.");
        var (ours, theirs) = DuplexPipe.Create();
        try
        {
            using (theirs)
            {
                var handover = new Wire.Handover();
                theirs.WriteTicket(handover);
                while (!Libc.TrySendDescriptors(socket, handover.Descriptors))
                    if (!DescriptorIo.Wait(socket, Libc.PollOut, deadline, cancel)) throw TooSlow();
            }
            return ours;
        }
        catch (SystemCallException e) when (e.Errno is Errno.BrokenPipe or Errno.ConnectionReset)
        {
            ours.Dispose();
            throw Gone(e);
        }
        catch
        {
            ours.Dispose();
            throw;
        }
    }

    /// <summary>The other side.</summary>
    /// <exception cref="AuthenticationException">The listener refused our key, or does not know it, or has gone, or took too
    /// long.</exception>
    public static Connection Join(SafeHandle socket, byte[] key, Deadline deadline, CancellationToken cancel)
    {
        Span<byte> nonces = stackalloc byte[2 * Size], answer = stackalloc byte[Size], verdict = stackalloc byte[1];
        Read(socket, nonces[..Size], deadline, cancel);
        RandomNumberGenerator.Fill(nonces[Size..]);
        Write(socket, [.. nonces[Size..], .. Answer(key, "connect"u8, nonces)], deadline, cancel);
        Read(socket, verdict, deadline, cancel);
        Read(socket, answer, deadline, cancel);
        if (verdict[0] != Yes) throw new AuthenticationException("The listener has refused our key: it has another one.");
        var isRight = CryptographicOperations.FixedTimeEquals(answer, Answer(key, "listen"u8, nonces));
        Write(socket, [isRight ? Yes : No], deadline, cancel);
        if (!isRight) throw new AuthenticationException("The listener does not know the key, although it accepts ours.");

        if (!DescriptorIo.Wait(socket, Libc.PollIn, deadline, cancel)) throw TooSlow();
        List<SafeFileHandle> descriptors;
        try { descriptors = Libc.ReceiveDescriptors(socket); }
        catch (SystemCallException e) when (e.Errno == Errno.ConnectionReset) { throw Gone(e); }
        if (descriptors is [var input, var output, var side]) return new Connection(input, output, side); // as in a ticket
        descriptors.ForEach(descriptor => descriptor.Dispose());
        throw new AuthenticationException("The listener has closed the connection.");
    }

    private static byte[] Answer(byte[] key, ReadOnlySpan<byte> side, ReadOnlySpan<byte> nonces) =>
        HMACSHA256.HashData(key, (byte[])[.. side, .. nonces]);

    private static void Read(SafeHandle socket, Span<byte> buffer, Deadline deadline, CancellationToken cancel)
    {
        while (!buffer.IsEmpty)
        {
            int count;
            try { count = DescriptorIo.Read(socket, buffer, deadline, cancel); }
            catch (SystemCallException e) when (e.Errno == Errno.ConnectionReset) { throw Gone(e); }
            if (count == 0) throw Gone();
            if (count < 0) throw TooSlow();
            buffer = buffer[count..];
        }
    }

    private static void Write(SafeHandle socket, ReadOnlySpan<byte> bytes, Deadline deadline, CancellationToken cancel)
    {
        var written = 0;
        try
        {
            if (!DescriptorIo.Write(socket, [], bytes, ref written, deadline, cancel)) throw TooSlow();
        }
        catch (IOException e) when (e is not AuthenticationException) { throw Gone(e); }
    }

    private static AuthenticationException Gone(Exception? inner = null) =>
        new("The other side closed the connection before it had shown that it knows the key.", inner);

    private static AuthenticationException TooSlow() => new("The other side has not shown in time that it knows the key.");
}
