namespace Workbook.Examples.Locks.SafePublication;

/// <summary>What the threads share. It is filled in two steps, and a reader should never see it in between.</summary>
public sealed class Settings
{
    public string? Host { get; set; }

    public int Port { get; set; }

    public override string ToString() => $"host {Host ?? "null"}, port {Port}";
}
