namespace Workbook.Explorer.Controlled.Collections;

/// <summary>What concurrent collections have in common that copy what they hold.</summary>
internal static class Copies
{
    public static NotSupportedException NoRoot() => new("A concurrent collection has no lock to share.");

    public static ArgumentException TooShort(string? parameter = null) =>
        new("There is not so much room in the array from that index on.", parameter);

    /// <summary>Goes through the array; before the first item there is none, and there is no way back.</summary>
    public static IEnumerator<T> Walk<T>(T[] items)
    {
        foreach (var item in items) yield return item;
    }
}
