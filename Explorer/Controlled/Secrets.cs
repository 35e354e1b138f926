using Platform = System.Security.Cryptography.RandomNumberGenerator;

namespace Workbook.Explorer.Controlled;

/// <summary>What rewritten programs call in the place of the static members of <see cref="Platform"/>: here they are no
/// secret.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Secrets
{
    private const string Digits = "0123456789ABCDEF", LowerDigits = "0123456789abcdef";

    /// <inheritdoc cref="Platform.Create()"/>
    [Replaces(typeof(Platform), nameof(Platform.Create))]
    public static Platform Create() => new Generator();

    /// <inheritdoc cref="Platform.Fill"/>
    [Replaces(typeof(Platform), nameof(Platform.Fill))]
    public static void Fill(Span<byte> data) => Chance.Stream.NextBytes(data);

    /// <inheritdoc cref="Platform.GetBytes(int)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetBytes))]
    public static byte[] GetBytes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    /// <inheritdoc cref="Platform.GetInt32(int)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetInt32))]
    public static int GetInt32(int toExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toExclusive);
        return Chance.Stream.Next(toExclusive);
    }

    /// <inheritdoc cref="Platform.GetInt32(int, int)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetInt32))]
    public static int GetInt32(int fromInclusive, int toExclusive)
    {
        if (fromInclusive >= toExclusive) throw new ArgumentException("The range is empty.");
        return Chance.Stream.Next(fromInclusive, toExclusive);
    }

    /// <inheritdoc cref="Platform.GetItems{T}(ReadOnlySpan{T}, Span{T})"/>
    [Replaces(typeof(Platform), nameof(Platform.GetItems))]
    public static void GetItems<T>(ReadOnlySpan<T> choices, Span<T> destination) => Chance.Stream.GetItems(choices, destination);

    /// <inheritdoc cref="Platform.GetItems{T}(ReadOnlySpan{T}, int)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetItems))]
    public static T[] GetItems<T>(ReadOnlySpan<T> choices, int length) => Chance.Stream.GetItems(choices, length);

    /// <inheritdoc cref="Platform.Shuffle"/>
    [Replaces(typeof(Platform), nameof(Platform.Shuffle))]
    public static void Shuffle<T>(Span<T> values) => Chance.Stream.Shuffle(values);

    /// <inheritdoc cref="Platform.GetString"/>
    [Replaces(typeof(Platform), nameof(Platform.GetString))]
    public static string GetString(ReadOnlySpan<char> choices, int length) => new(Chance.Stream.GetItems(choices, length));

    /// <inheritdoc cref="Platform.GetHexString(int, bool)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetHexString))]
    public static string GetHexString(int stringLength, bool lowercase) => GetString(lowercase ? LowerDigits : Digits,
        stringLength);

    /// <inheritdoc cref="Platform.GetHexString(Span{char}, bool)"/>
    [Replaces(typeof(Platform), nameof(Platform.GetHexString))]
    public static void GetHexString(Span<char> destination, bool lowercase) =>
        Chance.Stream.GetItems((lowercase ? LowerDigits : Digits).AsSpan(), destination);

    private sealed class Generator : Platform
    {
        public override void GetBytes(byte[] data) => Fill(data);

        public override void GetNonZeroBytes(byte[] data)
        {
            Fill(data);
            foreach (ref var value in data.AsSpan()) value = value == 0 ? (byte)1 : value;
        }
    }
}
