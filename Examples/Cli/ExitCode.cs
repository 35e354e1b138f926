namespace Workbook.Examples.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    public const int Fine = 0;
    public const int Failed = 1;
    public const int Refused = 2;
    public const int Lacking = 3;
    public const int Interrupted = 130; // 128 + SIGINT, as shells count
}
