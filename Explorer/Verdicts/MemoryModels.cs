namespace Workbook.Explorer.Verdicts;

/// <summary>Models of memory as the command line and files write them.</summary>
internal static class MemoryModels
{
    public static string Text(this MemoryModel memory) => memory switch
    {
        MemoryModel.Interleaved => "interleaved",
        _ => "tso",
    };

    /// <exception cref="FormatException">There is no such model.</exception>
    public static MemoryModel Read(string text) =>
        Enum.GetValues<MemoryModel>().Cast<MemoryModel?>().FirstOrDefault(memory => memory!.Value.Text() == text)
            ?? throw new FormatException($"'{text}' is no model of memory.");
}
