#include "tests/simulators/tickdb/listings.hpp"

namespace tidegate::simulators::tickdb {

// Price in yuan, and shares traded on an ordinary day.
const std::vector<Listing>& cn_stocks() {
  // clang-format off
  static const std::vector<Listing> kListings{
    {"600519.SH", "Kweichow Moutai Co., Ltd.", 1405, 3700000},
    {"600036.SH", "China Merchants Bank Co., Ltd.", 39.4, 62000000},
    {"601318.SH", "Ping An Insurance (Group) Company", 61, 58000000},
    {"600000.SH", "Shanghai Pudong Development Bank", 10.2, 55000000},
    {"600028.SH", "China Petroleum & Chemical", 6.1, 140000000},
    {"600030.SH", "CITIC Securities Company Limited", 26.5, 130000000},
    {"600050.SH", "China United Network Communications", 5.1, 190000000},
    {"600104.SH", "SAIC Motor Corporation Limited", 14.2, 42000000},
    {"600276.SH", "Jiangsu Hengrui Pharmaceuticals", 57, 38000000},
    {"600309.SH", "Wanhua Chemical Group Co., Ltd.", 82, 20000000},
    {"600585.SH", "Anhui Conch Cement Company Limited", 24, 25000000},
    {"600690.SH", "Haier Smart Home Co., Ltd.", 25, 45000000},
    {"600887.SH", "Inner Mongolia Yili Industrial Group", 26.5, 50000000},
    {"600900.SH", "China Yangtze Power Co., Ltd.", 26.8, 75000000},
    {"601012.SH", "LONGi Green Energy Technology", 18, 120000000},
    {"601088.SH", "China Shenhua Energy Company", 43, 32000000},
    {"601166.SH", "Industrial Bank Co., Ltd.", 19, 75000000},
    {"601288.SH", "Agricultural Bank of China Limited", 6.9, 300000000},
    {"601398.SH", "Industrial and Commercial Bank of China", 7.4, 260000000},
    {"601601.SH", "China Pacific Insurance (Group)", 40, 30000000},
    {"601628.SH", "China Life Insurance Company Limited", 44, 18000000},
    {"601857.SH", "PetroChina Company Limited", 11.8, 170000000},
    {"601888.SH", "China Tourism Group Duty Free", 82, 28000000},
    {"601899.SH", "Zijin Mining Group Company Limited", 35, 210000000},
    {"603259.SH", "WuXi AppTec Co., Ltd.", 96, 32000000},
    {"603288.SH", "Foshan Haitian Flavouring and Food", 36, 14000000},
    {"688041.SH", "Hygon Information Technology", 228, 21000000},
    {"688111.SH", "Beijing Kingsoft Office Software", 298, 5000000},
    {"688256.SH", "Cambricon Technologies", 1090, 6500000},
    {"688981.SH", "Semiconductor Manufacturing International", 109, 48000000},
    {"000001.SZ", "Ping An Bank Co., Ltd.", 10.9, 95000000},
    {"000002.SZ", "China Vanke Co., Ltd.", 4.8, 150000000},
    {"000016.SZ", "Konka Group Co., Ltd.", 5, 40000000},
    {"000063.SZ", "ZTE Corporation", 37, 110000000},
    {"000100.SZ", "TCL Technology Group Corporation", 4.6, 280000000},
    {"000333.SZ", "Midea Group Co., Ltd.", 77, 30000000},
    {"000538.SZ", "Yunnan Baiyao Group Co., Ltd.", 56, 9000000},
    {"000568.SZ", "Luzhou Laojiao Co., Ltd.", 113, 9000000},
    {"000651.SZ", "Gree Electric Appliances", 38, 38000000},
    {"000725.SZ", "BOE Technology Group Co., Ltd.", 4.2, 620000000},
    {"000852.SZ", "Sinopec Oilfield Equipment", 7.6, 30000000},
    {"000858.SZ", "Wuliangye Yibin Co., Ltd.", 105, 22000000},
    {"000905.SZ", "Xiamen Port Development Co., Ltd.", 9.3, 14000000},
    {"002230.SZ", "iFLYTEK Co., Ltd.", 53, 36000000},
    {"002241.SZ", "Goertek Inc.", 27, 75000000},
    {"002304.SZ", "Jiangsu Yanghe Distillery", 57, 8000000},
    {"002352.SZ", "S.F. Holding Co., Ltd.", 37, 20000000},
    {"002415.SZ", "Hangzhou Hikvision Digital Technology", 31, 48000000},
    {"002475.SZ", "Luxshare Precision Industry", 51, 110000000},
    {"002594.SZ", "BYD Company Limited", 93, 46000000},
    {"002714.SZ", "Muyuan Foods Co., Ltd.", 47, 30000000},
    {"300015.SZ", "Aier Eye Hospital Group Co., Ltd.", 11, 90000000},
    {"300059.SZ", "East Money Information Co., Ltd.", 22, 280000000},
    {"300124.SZ", "Shenzhen Inovance Technology", 72, 24000000},
    {"300274.SZ", "Sungrow Power Supply Co., Ltd.", 148, 62000000},
    {"300750.SZ", "Contemporary Amperex Technology", 365, 31000000},
    {"300760.SZ", "Shenzhen Mindray Bio-Medical", 188, 6000000},
    {"920186.BJ", "Beijing Exchange Sample Industries", 24, 3100000},
    {"920799.BJ", "Iray Software Co., Ltd.", 41, 2400000},
    {"000003.SZ", "PT Jintian (delisted)", 3.2, 1000000, false},
  };
  // clang-format on
  return kListings;
}

// Four of them share their digits with a stock of Shenzhen: bare, such a code is ambiguous.
const std::vector<Listing>& cn_indices() {
  // clang-format off
  static const std::vector<Listing> kListings{
    {"000001.SH", "SSE Composite Index", 4090, 62000000000},
    {"000016.SH", "SSE 50 Index", 2960, 5200000000},
    {"000300.SH", "CSI 300 Index", 4660, 26000000000},
    {"000688.SH", "SSE STAR 50 Index", 1400, 5600000000},
    {"000852.SH", "CSI 1000 Index", 8150, 27000000000},
    {"000905.SH", "CSI 500 Index", 8240, 24000000000},
    {"399001.SZ", "SZSE Component Index", 14200, 69000000000},
    {"399006.SZ", "ChiNext Index", 3290, 23000000000},
  };
  // clang-format on
  return kListings;
}

}  // namespace tidegate::simulators::tickdb
