namespace Workbook.Examples.Tests.Cli.Samples.OrderedPrinting;

public enum Failing { Plainly, InWorkers, ByOption, ByPlatform, ByCancelling }
