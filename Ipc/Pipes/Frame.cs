using System.Buffers.Binary;

namespace Workbook.Ipc.Pipes;

/// <summary>What stands before each message: four bytes, little-endian. The low 31 bits are its length; the highest says that
/// descriptors come with it.</summary>
internal static class Frame
{
    public const int HeaderSize = 4;

    /// <summary>512 MiB, so that four letters of any text, taken for a length, are beyond it.</summary>
    public const int LongestMessage = 1 << 29;

    private const uint WithDescriptors = 1u << 31;

    public static void WriteHeader(Span<byte> header, int length, bool withDescriptors) =>
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)length | (withDescriptors ? WithDescriptors : 0));

    /// <summary>The length may be more than <see cref="LongestMessage"/>: then it is none.</summary>
    public static (int Length, bool WithDescriptors) ReadHeader(ReadOnlySpan<byte> header)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return ((int)(value & ~WithDescriptors), value >= WithDescriptors);
    }
}
